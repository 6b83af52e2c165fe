package bantam.runners.compare;

import bantam.recipes.Choice;
import bantam.recipes.InputException;
import bantam.recipes.Nearest;
import bantam.recipes.RecipeException;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.runners.compare.CapacityDensity.Measured;
import bantam.runners.evaluate.Answer;
import bantam.runners.evaluate.Evaluated;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What evaluations tell of models for their capacity density.
 *
 * @param task its name
 * @param metric by which the task is measured
 * @param filter of the task's, behind which it is measured; without it the task's only one
 * @param text whose bits per byte are the loss; without it the right answers' nats per token are
 */
public record Measurements(
    String task, Choice metric, Optional<String> filter, Optional<String> text) {
  /**
   * Makes sure that two models were asked the same, and read the same text.
   *
   * @throws RecipeException if an evaluation lacks the task or the text
   * @throws InputException naming items that differ
   */
  public void check(Evaluated one, Evaluated other) {
    List<String> names = Stream.concat(Stream.of(task), text.stream()).toList();
    for (Evaluated run : List.of(one, other)) {
      requireText(run);
      run.requireTasks(names);
    }
    Alike.order(one, other, names);
  }

  /** A task has no bits per byte. */
  private void requireText(Evaluated run) {
    Set<String> known = run.recipe().corpora().keySet();
    if (text.isPresent() && !known.contains(text.get())) {
      throw new RecipeException(
          "--loss: %s has no text %s".formatted(run.id(), Nearest.hint(text.get(), known)));
    }
  }

  /**
   * Reads a model's.
   *
   * @param tokens that the model was trained on, where its run does not tell
   * @throws RecipeException if the evaluation lacks the task, the metric, the filter or the text,
   *     or has several filters and none is named
   */
  public Measured of(Evaluated run, OptionalLong tokens) {
    Row.Score score = score(run);
    long told = run.provenance().lineageTokens();
    return new Measured(
        run.id(),
        run.provenance().cost().parameters().orElseThrow(),
        told > 0 ? told : tokens.orElse(0),
        loss(run),
        score.value(),
        score.stderr().orElse(Double.NaN));
  }

  private Row.Score score(Evaluated run) {
    Map<String, Row.Score> scores = new LinkedHashMap<>();
    run.scores(List.of(task), List.of(metric), run.recipe().bootstrap()).stream()
        .filter(row -> row.task().equals(task) && row.subset().equals(Row.Score.ALL))
        .forEach(row -> scores.put(row.filter(), row));
    if (scores.isEmpty()) {
      throw new RecipeException("%s has no %s of %s".formatted(run.id(), metric.name(), task));
    }
    if (filter.isEmpty() && scores.size() > 1) {
      throw new RecipeException(
          "%s has %s of %s behind several filters; name one of %s by --filter"
              .formatted(run.id(), metric.name(), task, String.join(", ", scores.keySet())));
    }
    String name = filter.orElse(scores.keySet().iterator().next());
    if (!scores.containsKey(name)) {
      throw new RecipeException(
          "--filter: %s has no %s of %s behind %s"
              .formatted(run.id(), metric.name(), task, Nearest.hint(name, scores.keySet())));
    }
    return scores.get(name);
  }

  private double loss(Evaluated run) {
    requireText(run);
    run.requireTasks(text.stream().toList());
    if (text.isPresent()) {
      List<Row.Sample> rows = rows(run, text.get()).toList();
      double nats = rows.stream().mapToDouble(Row.Sample::logLikelihood).sum();
      return -nats / rows.stream().mapToInt(Row.Sample::bytes).sum() / Math.log(2);
    }
    boolean writes =
        run.task(task).map(Task::output).equals(Optional.of(Task.Output.GENERATE_UNTIL));
    if (writes) {
      throw new InputException(
          "density of %s: answers that a model writes have no loss; name a text that the runs have by --loss"
              .formatted(task));
    }
    List<Row.Sample> right = rows(run, task).toList();
    double nats = right.stream().mapToDouble(Row.Sample::logLikelihood).sum();
    return -nats / right.stream().mapToInt(Row.Sample::tokens).sum();
  }

  /** Of each item the first right choice, or the only one. */
  private static Stream<Row.Sample> rows(Evaluated run, String name) {
    return run.answers().get(name).stream()
        .map(
            (Answer answer) ->
                answer.choices().stream()
                    .filter(one -> answer.choices().size() == 1 || one.correct().orElse(false))
                    .findFirst()
                    .orElseThrow());
  }
}
