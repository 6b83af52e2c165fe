package bantam.recipes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a recipe or task is written. Its text form is what messages call it. */
public sealed interface Source {
  /** More than any recipe needs, less than anything that hurts. */
  int LARGEST = 1 << 20;

  /**
   * The YAML text.
   *
   * @throws InputException if it cannot be read
   * @throws RecipeException if it is too large or not UTF-8
   */
  String text();

  /** What relative paths in it start from; without one it is the working directory. */
  Optional<Path> directory();

  /** A file of the user's. */
  record File(Path path) implements Source {
    @Override
    public String text() {
      if (Files.isDirectory(path)) {
        throw new InputException(this + " is a directory, not a file; mend the path");
      }
      if (!Files.exists(path)) {
        throw new InputException(this + " does not exist; mend the path");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return decode(this, in);
      } catch (IOException e) {
        throw new InputException("%s cannot be read: %s".formatted(this, e.getMessage()), e);
      }
    }

    @Override
    public Optional<Path> directory() {
      return Optional.ofNullable(path.toAbsolutePath().getParent());
    }

    @Override
    public String toString() {
      Path here = Path.of("").toAbsolutePath();
      return Quote.whole(path.startsWith(here) ? here.relativize(path) : path);
    }
  }

  /**
   * A recipe or task that ships with Bantam. Relative paths in it start from the working directory.
   *
   * @param name without directory and suffix
   * @param resource of the class path
   */
  record Shipped(String name, String resource) implements Source {
    @Override
    public String text() {
      try (InputStream in = Source.class.getClassLoader().getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException("the resource " + resource + " is gone");
        }
        return decode(this, in);
      } catch (IOException e) {
        throw new InputException("%s cannot be read: %s".formatted(this, e.getMessage()), e);
      }
    }

    @Override
    public Optional<Path> directory() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return name + ".yaml";
    }
  }

  /**
   * What ships, with the directory from which relative paths in it start.
   *
   * @param data the directory
   */
  record Based(Shipped shipped, Path data) implements Source {
    @Override
    public String text() {
      return shipped.text();
    }

    @Override
    public Optional<Path> directory() {
      return Optional.of(data.toAbsolutePath());
    }

    @Override
    public String toString() {
      return shipped.toString();
    }
  }

  /**
   * What a user means by a recipe's name: an existing file, something that looks like a path, or
   * else the name of a shipped recipe.
   *
   * @throws RecipeException if no shipped recipe has the name
   */
  static Source named(String nameOrPath) {
    return Shelf.RECIPES.find(nameOrPath, Optional.empty());
  }

  /** As {@link #named}, for a task. */
  static Source task(String nameOrPath) {
    return Shelf.TASKS.find(nameOrPath, Optional.empty());
  }

  /** The recipes that ship, by name. */
  static List<Shipped> recipes() {
    return Shelf.RECIPES.list();
  }

  /** The tasks that ship, by name. */
  static List<Shipped> tasks() {
    return Shelf.TASKS.list();
  }

  private static String decode(Source source, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new RecipeException(source + " is larger than 1 MiB; a recipe is a small text file");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new RecipeException(source + " is not UTF-8 text; save it as UTF-8", e);
    }
  }
}
