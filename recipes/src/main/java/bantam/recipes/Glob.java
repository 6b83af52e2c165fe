package bantam.recipes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Paths with {@code *}, {@code ?}, {@code [...]} or <code>{a,b}</code> in their last part. */
final class Glob {
  private Glob() {}

  /**
   * The files that a pattern matches, by name; a path without a pattern, or a pattern that matches
   * nothing, stays as it is, so that it is told as a missing file.
   */
  static List<Node> expand(Node node) {
    if (!(node instanceof Node.Scalar scalar) || scalar.text().startsWith("${")) {
      return List.of(node);
    }
    String text = scalar.text();
    int slash = text.lastIndexOf('/');
    String pattern = text.substring(slash + 1);
    if (!pattern.matches(".*[*?\\[{].*")) {
      return List.of(node);
    }
    String start = text.substring(0, slash + 1);
    List<String> names = names(scalar.origin(), start, pattern);
    List<Node> found = new ArrayList<>();
    names.forEach(name -> found.add(new Node.Scalar(scalar.origin(), start + name, true)));
    return found.isEmpty() ? List.of(node) : found;
  }

  private static List<String> names(Origin origin, String start, String pattern) {
    List<String> names = new ArrayList<>();
    try {
      Path directory = origin.resolve(Path.of(start));
      if (!Files.isDirectory(directory)) {
        return names;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
        for (Path file : files) {
          if (Files.isRegularFile(file)) {
            names.add(file.getFileName().toString());
          }
        }
      }
    } catch (InvalidPathException | java.util.regex.PatternSyntaxException e) {
      throw origin.wrong("'%s' is no pattern for files: %s".formatted(pattern, e.getMessage()));
    } catch (IOException e) {
      throw new InputException(origin + ": " + start + " cannot be read: " + e.getMessage(), e);
    }
    names.sort(String::compareTo);
    return names;
  }
}
