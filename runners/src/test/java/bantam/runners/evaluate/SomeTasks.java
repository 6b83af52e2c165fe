package bantam.runners.evaluate;

import bantam.recipes.Choice;
import bantam.recipes.Shots;
import bantam.recipes.Task;
import java.util.List;

/** Tasks that are made in Java. */
final class SomeTasks {
  private SomeTasks() {}

  /** A task of choices with the usual metrics. */
  static Task of(String name, int version, Choice items, String suffix) {
    List<Choice> metrics =
        List.of(
            new Choice("acc", new Metrics.Options()),
            new Choice("acc_norm", new Metrics.Options()));
    return new Task(
        name,
        version,
        "",
        List.of(),
        Task.Output.MULTIPLE_CHOICE,
        items,
        " ",
        suffix,
        "",
        Shots.NONE,
        metrics);
  }
}
