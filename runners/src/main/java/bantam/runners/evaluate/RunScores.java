package bantam.runners.evaluate;

import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.Group;
import bantam.recipes.Task;
import bantam.results.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All scores of an evaluation, from its samples alone: of texts, tasks and groups over all items,
 * then of tasks and groups over those that an audit found clean, by the same functions.
 */
final class RunScores {
  private RunScores() {}

  static List<Row.Score> of(String run, Evaluate recipe, List<Row.Sample> samples) {
    List<Row.Score> scores = new ArrayList<>();
    for (Map.Entry<String, Choice> text : recipe.corpora().entrySet()) {
      List<Row.Sample> documents =
          samples.stream().filter(row -> row.task().equals(text.getKey())).toList();
      scores.addAll(TextMetrics.scores(run, text.getKey(), documents));
    }
    Map<String, List<Row.Sample>> rows =
        samples.stream().collect(Collectors.groupingBy(Row.Sample::task));
    scores.addAll(tasks(run, recipe, rows, answer -> true));
    tasks(run, recipe, rows, Answer::clean).forEach(score -> scores.add(score.on(Audited.CLEAN)));
    return scores;
  }

  /** A task of which nothing is left has no score, nor has a group with such a task. */
  private static List<Row.Score> tasks(
      String run, Evaluate recipe, Map<String, List<Row.Sample>> rows, Predicate<Answer> part) {
    List<Row.Score> scores = new ArrayList<>();
    for (Task task : recipe.tasks()) {
      List<Answer> answers =
          TaskMetrics.answers(task.name(), rows.getOrDefault(task.name(), List.of())).stream()
              .filter(part)
              .toList();
      if (!answers.isEmpty()) {
        scores.addAll(TaskMetrics.scores(run, task, task.metrics(), answers));
      }
    }
    for (Group group : recipe.groups()) {
      scores.addAll(GroupScores.of(run, group, List.copyOf(scores)));
    }
    return scores;
  }
}
