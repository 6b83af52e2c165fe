package bantam.cli;

import bantam.recipes.Nearest;
import bantam.recipes.RecipeException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Source;
import bantam.recipes.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tasks as a command line names them: by name, by a path, by a tag, or with {@code *} for many. */
final class NamedTasks {
  private final RecipeReader reader;

  NamedTasks(RecipeReader reader) {
    this.reader = reader;
  }

  /**
   * The tasks that words stand for, each once, in the order of the words.
   *
   * @throws RecipeException if a word stands for none
   */
  List<Task> of(List<String> words) {
    Set<Task> tasks = new LinkedHashSet<>();
    words.forEach(word -> tasks.addAll(of(word)));
    return List.copyOf(tasks);
  }

  /** The tasks that one word stands for. */
  List<Task> of(String word) {
    List<String> shipped = Source.tasks().stream().map(Source.Shipped::name).toList();
    boolean path =
        word.contains("/") || word.endsWith(".yaml") || Files.isRegularFile(Path.of(word));
    if (path || shipped.contains(word)) {
      return List.of(reader.task(word));
    }
    if (word.contains("*")) {
      Pattern pattern = Pattern.compile(Pattern.quote(word).replace("*", "\\E.*\\Q"));
      List<Task> found =
          shipped.stream()
              .filter(name -> pattern.matcher(name).matches())
              .map(reader::task)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
      throw new RecipeException("--tasks: no shipped task matches '%s'".formatted(word));
    }
    List<Task> all = shipped.stream().map(reader::task).toList();
    List<Task> tagged = all.stream().filter(task -> task.tags().contains(word)).toList();
    if (tagged.isEmpty()) {
      List<String> names = new ArrayList<>(shipped);
      all.forEach(task -> names.addAll(task.tags()));
      throw new RecipeException(
          "--tasks: no file, shipped task or tag is named %s; bantam ls tasks lists them"
              .formatted(
                  Nearest.to(word, names)
                      .map(near -> "'%s'; did you mean '%s'?".formatted(word, near))
                      .orElse("'" + word + "'")));
    }
    return tagged;
  }
}
