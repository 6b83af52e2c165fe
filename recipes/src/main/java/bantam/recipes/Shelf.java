package bantam.recipes;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The YAML files that ship, under one folder of our own jar or class folder; nothing else is
 * searched.
 */
enum Shelf {
  RECIPES("bantam/library/"),
  TASKS("bantam/tasks/");

  private final String folder;

  Shelf(String folder) {
    this.folder = folder;
  }

  List<Source.Shipped> list() {
    try {
      Path home = Path.of(Shelf.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<String> names = Files.isDirectory(home) ? inFolder(home) : inJar(home)) {
        return names
            .filter(name -> name.startsWith(folder) && name.endsWith(".yaml"))
            .map(name -> new Source.Shipped(stem(name), name))
            .sorted(comparing(Source.Shipped::name).thenComparing(Source.Shipped::resource))
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
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
