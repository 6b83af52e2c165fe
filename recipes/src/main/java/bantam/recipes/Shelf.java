package bantam.recipes;

import static java.util.Comparator.comparing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The YAML files that ship, under one folder of our own jar or class folder; nothing else is
 * searched.
 */
enum Shelf {
  RECIPES("bantam/library/", "recipe"),
  TASKS("bantam/tasks/", "task");

  private final String folder;
  private final String noun;

  Shelf(String folder, String noun) {
    this.folder = folder;
    this.noun = noun;
  }

  /** What one of them is. */
  String noun() {
    return noun;
  }

  /** What ships, by name. */
  List<Source.Shipped> list() {
    return this == RECIPES ? Known.RECIPES : Known.TASKS;
  }

  /** A pipeline names dozens; the jar is searched once. */
  private static final class Known {
    static final List<Source.Shipped> RECIPES = Shelf.RECIPES.in(home());
    static final List<Source.Shipped> TASKS = Shelf.TASKS.in(home());

    private static Path home() {
      try {
        return Path.of(Shelf.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What stands on this shelf of a jar or a class folder. */
  List<Source.Shipped> in(Path home) {
    try (Stream<String> names = Files.isDirectory(home) ? inFolder(home) : inJar(home)) {
      return names
          .filter(name -> name.startsWith(folder) && name.endsWith(".yaml"))
          .map(name -> new Source.Shipped(stem(name), name))
          .sorted(comparing(Source.Shipped::name).thenComparing(Source.Shipped::resource))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link Source#named}, for a name that was written in a file of this directory. */
  Source find(String name, Optional<Path> directory) {
    Path path = path(name, directory);
    boolean looksLikePath =
        name.indexOf('/') >= 0
            || name.indexOf(File.separatorChar) >= 0
            || name.endsWith(".yaml")
            || name.endsWith(".yml");
    if (looksLikePath || Files.isRegularFile(path)) {
      return new Source.File(path);
    }
    List<Source.Shipped> shipped = list();
    return shipped.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .map(Source.class::cast)
        .orElseThrow(
            () ->
                new RecipeException(
                    "no file and no shipped %s is named %s"
                        .formatted(
                            noun,
                            Nearest.hint(
                                name, shipped.stream().map(Source.Shipped::name).toList()))));
  }

  private static Path path(String name, Optional<Path> directory) {
    try {
      Path path = Path.of(name);
      return directory.map(base -> base.resolve(path).normalize()).orElse(path);
    } catch (InvalidPathException e) {
      throw new RecipeException(Quote.of(name) + " is no path: " + e.getReason(), e);
    }
  }

  private Stream<String> inFolder(Path home) throws IOException {
    Path top = home.resolve(folder);
    if (!Files.isDirectory(top)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(top)) {
      return files
          .map(file -> home.relativize(file).toString().replace('\\', '/'))
          .toList()
          .stream();
    }
  }

  private static Stream<String> inJar(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return Collections.list(zip.entries()).stream().map(ZipEntry::getName).toList().stream();
    }
  }

  private static String stem(String resource) {
    return resource.substring(resource.lastIndexOf('/') + 1, resource.length() - ".yaml".length());
  }
}
