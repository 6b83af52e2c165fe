package bantam.runners.evaluate;

import bantam.recipes.Choice;
import bantam.recipes.Generation;
import bantam.recipes.Shots;
import bantam.recipes.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tasks that are made in Java. */
public final class SomeTasks {
  private SomeTasks() {}

  /** A task of written answers, measured by whether they are exactly right. */
  static Task written(Generation how, Map<String, List<Choice>> filters) {
    return new Task(
        "written",
        1,
        "",
        List.of(),
        Task.Output.GENERATE_UNTIL,
        new Choice("none", new Metrics.Options()),
        " ",
        "",
        "",
        Shots.NONE,
        Optional.of(how),
        filters,
        List.of(new Choice("exact_match", new ExactMatch.Options(List.of(), false, false, false))));
  }

  /** A task of choices whose items are nowhere, measured by its accuracy. */
  public static Task accuracy(String name) {
    Task both = of(name, 1, new Choice("none", new Metrics.Options()), "");
    return new Task(
        name,
        1,
        "",
        List.of(),
        both.output(),
        both.items(),
        " ",
        "",
        "",
        Shots.NONE,
        Optional.empty(),
        Map.of(),
        both.metrics().subList(0, 1));
  }

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
        Optional.empty(),
        Map.of(),
        metrics);
  }
}
