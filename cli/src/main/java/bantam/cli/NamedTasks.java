package bantam.cli;

import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Nearest;
import bantam.recipes.RecipeException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Selection;
import bantam.recipes.Source;
import bantam.recipes.Task;
import bantam.runners.pipeline.Inputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tasks and groups as a command line names them: by name, by a path, by a tag, or with {@code *}
 * for many.
 */
final class NamedTasks {
  private final RecipeReader reader;

  NamedTasks(RecipeReader reader) {
    this.reader = reader;
  }

  /**
   * What words stand for, each task and each group once, in the order of the words.
   *
   * @throws RecipeException if a word stands for nothing
   */
  Selection of(List<String> words) {
    return together(words.stream().map(this::of).toList());
  }

  /** What one word stands for. */
  Selection of(String word) {
    List<String> shipped = Source.tasks().stream().map(Source.Shipped::name).toList();
    boolean path =
        word.contains("/") || word.endsWith(".yaml") || Files.isRegularFile(Path.of(word));
    if (path || shipped.contains(word)) {
      return reader.select(word);
    }
    if (word.contains("*")) {
      Pattern pattern = Pattern.compile(Pattern.quote(word).replace("*", "\\E.*\\Q"));
      List<Selection> found =
          shipped.stream()
              .filter(name -> pattern.matcher(name).matches())
              .map(reader::select)
              .toList();
      if (!found.isEmpty()) {
        return together(found);
      }
      throw new RecipeException("tasks: no shipped task matches '%s'".formatted(word));
    }
    return tagged(word, shipped);
  }

  private Selection tagged(String word, List<String> shipped) {
    List<Task> all =
        shipped.stream()
            .map(reader::select)
            .filter(one -> one.groups().isEmpty())
            .flatMap(one -> one.tasks().stream())
            .toList();
    List<Task> tagged = all.stream().filter(task -> task.tags().contains(word)).toList();
    if (tagged.isEmpty()) {
      List<String> names = new ArrayList<>(shipped);
      all.forEach(task -> names.addAll(task.tags()));
      throw new RecipeException(
          "tasks: no file, shipped task or tag is named %s; bantam ls tasks lists them"
              .formatted(
                  Nearest.to(word, names)
                      .map(near -> "'%s'; did you mean '%s'?".formatted(word, near))
                      .orElse("'" + word + "'")));
    }
    return new Selection(tagged, List.of());
  }

  private static Selection together(List<Selection> selections) {
    return new Selection(
        selections.stream().flatMap(one -> one.tasks().stream()).distinct().toList(),
        selections.stream().flatMap(one -> one.groups().stream()).distinct().toList());
  }

  /**
   * Looks whether the files of tasks are there.
   *
   * @throws InputException with a line for each that is not
   */
  static void requireData(List<Task> tasks) {
    List<String> missing = new ArrayList<>();
    for (Task task : tasks) {
      for (Input input : Inputs.of(task)) {
        if (!Files.exists(input.path())) {
          missing.add(
              "task %s: there is no %s; --data DIR or $BANTAM_DATA says where tasks find their files"
                  .formatted(task.name(), input.path()));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new InputException(String.join("\n", missing));
    }
  }
}
