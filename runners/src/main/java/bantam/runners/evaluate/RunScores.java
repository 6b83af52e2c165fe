package bantam.runners.evaluate;

import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.Group;
import bantam.recipes.RecipeException;
import bantam.recipes.Task;
import bantam.results.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All scores of an evaluation, from the answers alone: of texts, tasks and groups over all items,
 * then of tasks and groups over those that an audit found clean, then over changed questions, by
 * the same functions.
 */
final class RunScores {
  private final String run;
  private final Evaluate recipe;
  private final List<Choice> metrics;
  private final int bootstrap;

  private RunScores(String run, Evaluate recipe, List<Choice> metrics, int bootstrap) {
    this.run = run;
    this.recipe = recipe;
    this.metrics = List.copyOf(metrics);
    this.bootstrap = bootstrap;
  }

  /**
   * @param answers to all or some texts and tasks, by name; one that is not there has no score, nor
   *     has a group with it
   * @param changed answers to changed questions, by what changed them; those to other tasks have no
   *     score
   * @param metrics none takes those of each task
   * @param bootstrap draws for errors that are drawn; 0 for none
   * @throws RecipeException if a metric is none of a task's kind
   */
  static List<Row.Score> of(
      String run,
      Evaluate recipe,
      Map<String, List<Answer>> answers,
      Map<String, Map<String, List<Answer>>> changed,
      List<Choice> metrics,
      int bootstrap) {
    RunScores scorer = new RunScores(run, recipe, metrics, bootstrap);
    List<Row.Score> scores = new ArrayList<>(scorer.of(answers));
    Map<String, List<Answer>> clean = new LinkedHashMap<>();
    answers.forEach(
        (name, given) -> {
          List<Answer> left = given.stream().filter(Answer::clean).toList();
          if (!left.isEmpty()) {
            clean.put(name, left);
          }
        });
    scorer.of(clean).forEach(score -> scores.add(score.on(Audited.CLEAN)));
    changed.forEach(
        (change, given) ->
            scorer.changed(answers, given).forEach(score -> scores.add(score.on(change))));
    return List.copyOf(scores);
  }

  private List<Row.Score> changed(
      Map<String, List<Answer>> answers, Map<String, List<Answer>> changed) {
    Map<String, List<Answer>> wanted = new LinkedHashMap<>(changed);
    wanted.keySet().retainAll(answers.keySet());
    List<Row.Score> scores = new ArrayList<>(of(wanted));
    for (Task task : recipe.tasks()) {
      if (wanted.containsKey(task.name())) {
        scores.addAll(
            Robustness.scores(
                run, task, chosen(task), answers.get(task.name()), wanted.get(task.name())));
      }
    }
    return scores;
  }

  private List<Choice> chosen(Task task) {
    return metrics.isEmpty() ? task.metrics() : metrics;
  }

  private List<Row.Score> of(Map<String, List<Answer>> answers) {
    List<Row.Score> scores = new ArrayList<>();
    for (String text : recipe.corpora().keySet()) {
      if (answers.containsKey(text)) {
        scores.addAll(text(text, answers.get(text)));
      }
    }
    for (Task task : recipe.tasks()) {
      if (answers.containsKey(task.name())) {
        List<Choice> chosen = chosen(task);
        TaskMetrics.check(task, chosen);
        scores.addAll(TaskMetrics.scores(run, task, chosen, answers.get(task.name()), bootstrap));
      }
    }
    for (Group group : recipe.groups()) {
      List<String> pooled = metrics.isEmpty() ? group.metrics() : words();
      scores.addAll(GroupScores.of(run, group, pooled, List.copyOf(scores)));
    }
    return scores;
  }

  private List<Row.Score> text(String name, List<Answer> documents) {
    List<String> words = words();
    TextMetrics.check(name, words);
    return TextMetrics.scores(run, name, documents.stream().map(Answer::only).toList()).stream()
        .filter(score -> words.isEmpty() || words.contains(score.metric()))
        .toList();
  }

  private List<String> words() {
    return metrics.stream().map(Choice::scoreName).toList();
  }
}
