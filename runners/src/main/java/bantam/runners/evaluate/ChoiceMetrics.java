package bantam.runners.evaluate;

import bantam.recipes.InputException;
import bantam.results.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Accuracies of a multiple-choice task, from its samples alone: a new metric needs no new run.
 *
 * <p>{@code acc} takes the choice with the largest log-likelihood, {@code acc_norm} that with the
 * largest log-likelihood per Unicode code point; the first one at a tie.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/task.py}: {@code process_results} of multiple choice
 */
final class ChoiceMetrics {
  private ChoiceMetrics() {}

  /**
   * @param samples of one task, one for each item and choice, the choices of an item in order
   * @return rows for {@code acc} and {@code acc_norm}
   */
  static List<Row.Score> scores(String run, String task, int version, List<Row.Sample> samples) {
    Map<String, List<Row.Sample>> items = byItem(task, samples);
    double chance =
        items.values().stream()
            .mapToDouble(choices -> 1.0 / choices.size())
            .average()
            .orElseThrow();
    List<Row.Score> scores = new ArrayList<>();
    for (String metric : List.of("acc", "acc_norm")) {
      double[] right =
          items.values().stream().mapToDouble(choices -> right(choices, metric)).toArray();
      scores.add(Scores.mean(run, task, version, metric, Estimate.mean(right), chance));
    }
    return scores;
  }

  private static double right(List<Row.Sample> choices, String metric) {
    ToDoubleFunction<Row.Sample> score =
        metric.equals("acc")
            ? Row.Sample::logLikelihood
            : sample -> sample.logLikelihood() / sample.chars();
    Row.Sample best = choices.get(0);
    for (Row.Sample choice : choices) {
      best = score.applyAsDouble(choice) > score.applyAsDouble(best) ? choice : best;
    }
    return best.correct().orElseThrow() ? 1 : 0;
  }

  private static Map<String, List<Row.Sample>> byItem(String task, List<Row.Sample> samples) {
    Map<String, List<Row.Sample>> items = new LinkedHashMap<>();
    for (Row.Sample sample : samples) {
      List<Row.Sample> choices = items.computeIfAbsent(sample.item(), key -> new ArrayList<>());
      if (sample.choice() != choices.size()) {
        throw new InputException(
            "task %s: two items have the id '%s'; ids must differ".formatted(task, sample.item()));
      }
      choices.add(sample);
    }
    return items;
  }
}
