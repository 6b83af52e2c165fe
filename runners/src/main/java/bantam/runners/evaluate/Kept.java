package bantam.runners.evaluate;

import bantam.results.Row;
import bantam.runners.evaluate.Fidelity.Apart;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Scores of how much of a base a model keeps: {@code base_kl} in nats per scored token, {@code
 * base_agreement} of the likeliest tokens, and on choices the shares of items whose answer went
 * from right to wrong, {@code base_lost}, and from wrong to right, {@code base_gained}.
 */
final class Kept {
  private final String run;
  private final String task;
  private final int version;
  private final int shots;

  /**
   * @param task name of the task or text
   */
  Kept(String run, String task, int version, int shots) {
    this.run = run;
    this.task = task;
    this.version = version;
    this.shots = shots;
  }

  /**
   * @param items of the task, or documents of the text
   */
  List<Row.Score> divergence(List<Apart> items) {
    double[] tokens = of(items, Apart::tokens);
    String method = "ratio over items";
    return List.of(
        row("base_kl", Estimate.ratio(of(items, Apart::nats), tokens), method, false),
        row("base_agreement", Estimate.ratio(of(items, Apart::agreed), tokens), method, true));
  }

  private static double[] of(List<Apart> items, ToDoubleFunction<Apart> value) {
    return items.stream().mapToDouble(value).toArray();
  }

  /**
   * @param base the base's answers, to the same items in the same order as the model's
   */
  List<Row.Score> flips(List<Answer> base, List<Answer> model) {
    Terms before = Accuracy.plain().terms(base);
    Terms now = Accuracy.plain().terms(model);
    List<Row.Score> rows = new ArrayList<>();
    IntStream items = IntStream.range(0, base.size());
    double[] moved = items.mapToDouble(i -> now.of(i) - before.of(i)).toArray();
    rows.add(row("base_lost", share(moved, -1), "sd/sqrt(n)", false));
    rows.add(row("base_gained", share(moved, 1), "sd/sqrt(n)", true));
    return rows;
  }

  private static Estimate share(double[] moved, double way) {
    return Estimate.mean(
        IntStream.range(0, moved.length).mapToDouble(i -> moved[i] == way ? 1 : 0).toArray());
  }

  private Row.Score row(String metric, Estimate estimate, String method, boolean higherIsBetter) {
    return Scores.row(
        run,
        task,
        version,
        Pipelines.NONE,
        shots,
        metric,
        estimate,
        method,
        higherIsBetter,
        OptionalDouble.empty());
  }
}
