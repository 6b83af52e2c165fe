package bantam.runners.evaluate;

import bantam.recipes.Catalogue;
import bantam.recipes.Choice;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import bantam.recipes.Task;
import bantam.results.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scores of a task, from its samples alone: a new metric needs no new run. */
final class TaskMetrics {
  private TaskMetrics() {}

  /**
   * Finds metrics that are none of a task's kind among other ones than its own, which the recipe's
   * reader has looked at.
   *
   * @throws RecipeException naming the first one
   */
  static void check(Task task, List<Choice> metrics) {
    for (Choice choice : metrics) {
      if (!Metrics.ALL.make(choice).suits(task)) {
        throw new RecipeException(
            "task %s: metrics: %s is not measured where output is %s; take from %s"
                .formatted(
                    task.name(),
                    choice.name(),
                    task.output().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    suited(task)));
      }
    }
  }

  private static String suited(Task task) {
    return Metrics.ALL.entries().stream()
        .filter(entry -> suits(entry, task.output()))
        .map(Catalogue.Entry::name)
        .collect(Collectors.joining(", "));
  }

  private static boolean suits(Catalogue.Entry<Metric, ?> entry, Task.Output output) {
    if (OfChoices.class.isAssignableFrom(entry.options())) {
      return output == Task.Output.MULTIPLE_CHOICE;
    }
    return OfText.class.isAssignableFrom(entry.options())
        ? output == Task.Output.GENERATE_UNTIL
        : Metrics.ALL.make(named(entry.name())).outputs().contains(output);
  }

  private static Choice named(String name) {
    return new Choice(name, new Metrics.Options());
  }

  /**
   * @param samples of the task, one for each item and choice or answer, those of an item in order
   * @return a row for each of the task's filters and metrics, in their order
   */
  static List<Row.Score> scores(String run, Task task, List<Row.Sample> samples) {
    return scores(run, task, task.metrics(), answers(task.name(), samples), 0);
  }

  /**
   * The same of other metrics than its own.
   *
   * @param bootstrap draws for the errors of metrics that have them drawn; 0 for none
   */
  static List<Row.Score> scores(
      String run, Task task, List<Choice> metrics, List<Answer> answers, int bootstrap) {
    List<Row.Score> scores = new ArrayList<>();
    Pipelines.filtered(task, answers)
        .forEach(
            (filter, left) -> scores.addAll(scores(run, task, filter, metrics, left, bootstrap)));
    return scores;
  }

  private static List<Row.Score> scores(
      String run,
      Task task,
      String filter,
      List<Choice> metrics,
      List<Answer> answers,
      int bootstrap) {
    List<Row.Score> scores = new ArrayList<>();
    for (Choice choice : metrics) {
      Metric metric = Metrics.ALL.make(choice);
      Optional<Resampled> drawn =
          metric instanceof Resampled some && bootstrap > 0 ? Optional.of(some) : Optional.empty();
      scores.add(
          Scores.row(
              run,
              task.name(),
              task.version(),
              filter,
              task.shots().each(),
              choice.scoreName(),
              drawn.map(some -> some.drawn(answers, bootstrap)).orElseGet(() -> metric.of(answers)),
              drawn.isPresent() ? Resampled.METHOD : metric.stderr(),
              metric.higherIsBetter(),
              metric.chance(answers)));
    }
    return scores;
  }

  /**
   * Samples of a task or a text by item, in their order.
   *
   * @throws InputException if two items have the same id
   */
  static List<Answer> answers(String task, List<Row.Sample> samples) {
    Map<String, List<Row.Sample>> items = new LinkedHashMap<>();
    for (Row.Sample sample : samples) {
      List<Row.Sample> choices = items.computeIfAbsent(sample.item(), key -> new ArrayList<>());
      if (sample.choice() != choices.size()) {
        throw new InputException(
            "task %s: two items have the id '%s'; ids must differ".formatted(task, sample.item()));
      }
      choices.add(sample);
    }
    return items.values().stream().map(Answer::new).toList();
  }
}
