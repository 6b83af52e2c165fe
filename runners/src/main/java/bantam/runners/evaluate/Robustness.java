package bantam.runners.evaluate;

import bantam.recipes.Choice;
import bantam.recipes.Task;
import bantam.results.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How much of a score is left when questions are changed: the score on changed questions over that
 * on the same items as they are. Every item gives a pair of values, so that the ratio is one of two
 * means over pairs, and its standard error that of such a ratio, by linearisation: what items have
 * in common before and after does not count as noise.
 *
 * @see <a href="https://doi.org/10.1002/0470857234">Cochran, Sampling Techniques, 3rd ed., section
 *     6.3</a> for the error
 */
final class Robustness {
  /** What stands behind a metric's name. */
  static final String OF = "_robustness";

  private Robustness() {}

  /**
   * A row for each metric that is a mean over items of which more is better; none where the score
   * on plain questions is 0.
   *
   * @param metrics of the task
   * @param plain answers
   * @param changed answers to the changed questions of the same items
   */
  static List<Row.Score> scores(
      String run, Task task, List<Choice> metrics, List<Answer> plain, List<Answer> changed) {
    List<Row.Score> scores = new ArrayList<>();
    Map<String, List<Answer>> before = Pipelines.filtered(task, plain);
    Map<String, List<Answer>> after = Pipelines.filtered(task, inOrderOf(plain, changed));
    before.forEach(
        (filter, answers) -> {
          for (Choice choice : metrics) {
            if (Metrics.ALL.make(choice) instanceof Additive metric && metric.higherIsBetter()) {
              Terms there = metric.terms(answers);
              Terms left = metric.terms(after.get(filter));
              if (there.isMean() && there.estimate().value() > 0) {
                Estimate ratio = ratio(left, there, answers.size());
                scores.add(row(run, task, filter, choice.scoreName(), ratio));
              }
            }
          }
        });
    return scores;
  }

  private static Estimate ratio(Terms above, Terms below, int items) {
    double[] left = new double[items];
    double[] there = new double[items];
    for (int i = 0; i < items; i++) {
      left[i] = above.of(i);
      there[i] = below.of(i);
    }
    return Estimate.ratio(left, there);
  }

  private static Row.Score row(
      String run, Task task, String filter, String metric, Estimate estimate) {
    return Scores.row(
        run,
        task.name(),
        task.version(),
        filter,
        task.shots().each(),
        metric + OF,
        estimate,
        "ratio over items",
        true,
        OptionalDouble.empty());
  }

  private static List<Answer> inOrderOf(List<Answer> plain, List<Answer> changed) {
    Map<String, Answer> byItem = new HashMap<>();
    changed.forEach(answer -> byItem.put(answer.item(), answer));
    return plain.stream().map(answer -> byItem.get(answer.item())).toList();
  }
}
