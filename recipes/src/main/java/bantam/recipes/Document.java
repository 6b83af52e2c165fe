package bantam.recipes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A recipe that was read.
 *
 * @param tree what stands in the files and overrides, with its places; without defaults
 * @param recipe the checked recipe
 * @param inputs every input that the recipe takes, stages' outputs too, in the order of the file
 */
public record Document(Node.Mapping tree, Recipe recipe, List<Located> inputs) {
  public Document {
    inputs = List.copyOf(inputs);
  }

  /**
   * An input and where it was written.
   *
   * @param key dotted, such as {@code stages.teacher.train.path}
   */
  public record Located(String key, Origin origin, Input input) {}

  /**
   * Finds files that the recipe needs and nobody has.
   *
   * @throws InputException with the place of each missing one
   */
  public void requireInputs() {
    List<String> missing =
        inputs.stream()
            .filter(located -> located.input() instanceof Input.File file && absent(file.path()))
            .map(
                located ->
                    "%s: %s is %s, which does not exist; relative paths start from the file's directory, those of --set from the working directory"
                        .formatted(
                            located.origin(), located.key(), Quote.whole(located.input().path())))
            .toList();
    if (!missing.isEmpty()) {
      throw new InputException(String.join("\n", missing));
    }
  }

  private static boolean absent(Path path) {
    return !Files.exists(path);
  }
}
