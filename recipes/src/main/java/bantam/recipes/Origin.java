package bantam.recipes;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a value of a recipe was written. Every error about the value begins with it.
 *
 * @param source the file as the user named it, or the whole override, such as {@code --set lr=0.1}
 * @param line counted from 1; 0 where lines mean nothing
 * @param directory what relative paths start from; without one it is the working directory
 */
public record Origin(String source, int line, Optional<Path> directory) {
  /** The place of an override that the command line gave. */
  public static Origin override(String override) {
    return new Origin("--set " + Quote.line(override), 0, Optional.empty());
  }

  /** The same source, another line. */
  Origin at(int otherLine) {
    return new Origin(source, otherLine, directory);
  }

  /** A path as it was written here. */
  Path resolve(Path written) {
    return directory
        .map(base -> base.resolve(written))
        .orElse(written)
        .toAbsolutePath()
        .normalize();
  }

  /** The error that something is wrong here. */
  RecipeException wrong(String message) {
    return new RecipeException(this + ": " + message);
  }

  @Override
  public String toString() {
    return line > 0 ? source + ":" + line : source;
  }
}
