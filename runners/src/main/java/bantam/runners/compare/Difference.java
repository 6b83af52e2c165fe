package bantam.runners.compare;

import bantam.results.statistics.Bootstrap;
import bantam.results.statistics.Design;
import bantam.results.statistics.Design.Place;
import bantam.results.statistics.Interval;
import bantam.results.statistics.McNemar;
import bantam.runners.evaluate.Additive;
import bantam.runners.evaluate.Answer;
import bantam.runners.evaluate.Estimate;
import bantam.runners.evaluate.Metric;
import bantam.runners.evaluate.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Takes the difference between answers to the same items, and its error. */
final class Difference {
  /** Replicates below which runs and items are not drawn together. */
  private static final int CROSSED = 5;

  private final Design items;
  private final double[] weights;
  private final int resamples;
  private final long seed;

  /**
   * @param items as they stand for all items
   * @param weights of the items in a score that is a ratio of sums
   * @param wanted a bootstrap has a tenth of the samples where the metric is no ratio of sums
   */
  Difference(Design items, double[] weights, Wanted wanted) {
    this.items = items;
    this.weights = weights.clone();
    this.resamples = wanted.resamples();
    this.seed = wanted.seed();
  }

  /**
   * @param a for each run the answers in the order of the items
   * @param b as many runs, the first belongs to the first of a
   */
  Contrast of(Metric metric, List<List<Answer>> a, List<List<Answer>> b) {
    if (a.size() > 1) {
      return replicates(metric, a, b);
    }
    return metric instanceof Additive additive
        ? sums(additive.terms(a.get(0)), additive.terms(b.get(0)))
        : drawn(metric, a.get(0), b.get(0));
  }

  private Contrast sums(Terms plainA, Terms plainB) {
    Terms a = plainA.weighted(weights);
    Terms b = plainB.weighted(weights);
    double[] ours = b.contributions();
    double[] theirs = a.contributions();
    double stderr =
        items.stderr(
            IntStream.range(0, ours.length).mapToDouble(i -> ours[i] - theirs[i]).toArray());
    int[] once = once();
    return new Contrast(
        items.items(),
        items.clusters(),
        a.value(once),
        b.value(once),
        stderr,
        items.clustered() ? "clusters" : "items",
        items.freedom(),
        Double.isNaN(stderr)
            ? Contrast.NONE
            : bootstrap(resamples, times -> b.value(times) - a.value(times)).interval(),
        plainA.yesOrNo() && plainB.yesOrNo()
            ? Optional.of(flips(plainA, plainB))
            : Optional.empty());
  }

  private McNemar flips(Terms a, Terms b) {
    long lost = IntStream.range(0, items.items()).filter(i -> a.of(i) > b.of(i)).count();
    long gained = IntStream.range(0, items.items()).filter(i -> a.of(i) < b.of(i)).count();
    return new McNemar(lost, gained);
  }

  private Contrast drawn(Metric metric, List<Answer> a, List<Answer> b) {
    Estimate first = metric.of(a);
    Estimate second = metric.of(b);
    Bootstrap bootstrap =
        bootstrap(
            Math.max(2, resamples / 10),
            times -> metric.of(repeated(b, times)).value() - metric.of(repeated(a, times)).value());
    boolean several = items.clusters() > 1;
    return new Contrast(
        items.items(),
        items.clusters(),
        first.value(),
        second.value(),
        several ? bootstrap.stderr() : Double.NaN,
        "bootstrap",
        items.freedom(),
        several ? bootstrap.interval() : Contrast.NONE,
        Optional.empty());
  }

  private Bootstrap bootstrap(int count, ToDoubleFunction<int[]> statistic) {
    return Bootstrap.of(items, count, seed, statistic);
  }

  private static List<Answer> repeated(List<Answer> answers, int[] times) {
    List<Answer> drawn = new ArrayList<>(answers.size());
    for (int i = 0; i < times.length; i++) {
      for (int turn = 0; turn < times[i]; turn++) {
        drawn.add(answers.get(i));
      }
    }
    return drawn;
  }

  private int[] once() {
    int[] once = new int[items.items()];
    Arrays.fill(once, 1);
    return once;
  }

  /** The unit is the pair of runs: its difference over all items, whatever the items are. */
  private Contrast replicates(Metric metric, List<List<Answer>> a, List<List<Answer>> b) {
    int runs = a.size();
    double[] differences = new double[runs];
    double first = 0;
    double second = 0;
    for (int run = 0; run < runs; run++) {
      double one = value(metric, a.get(run));
      double other = value(metric, b.get(run));
      differences[run] = other - one;
      first += one / runs;
      second += other / runs;
    }
    return new Contrast(
        items.items(),
        runs,
        first,
        second,
        Estimate.mean(differences).stderr(),
        "replicates",
        runs - 1.0,
        runs >= CROSSED && metric instanceof Additive additive
            ? crossed(additive, a, b)
            : Contrast.NONE,
        Optional.empty());
  }

  private double value(Metric metric, List<Answer> answers) {
    return metric instanceof Additive additive
        ? additive.terms(answers).weighted(weights).value(once())
        : metric.of(answers).value();
  }

  private Interval crossed(Additive metric, List<List<Answer>> a, List<List<Answer>> b) {
    List<Terms> ours = b.stream().map(one -> metric.terms(one).weighted(weights)).toList();
    List<Terms> theirs = a.stream().map(one -> metric.terms(one).weighted(weights)).toList();
    Design runs =
        Design.of(
            IntStream.range(0, a.size())
                .mapToObj(run -> new Place("", Integer.toString(run)))
                .toList());
    return Bootstrap.crossed(
            runs,
            items,
            resamples,
            seed,
            (runTimes, itemTimes) -> {
              double sum = 0;
              for (int run = 0; run < runTimes.length; run++) {
                if (runTimes[run] > 0) {
                  double moved = ours.get(run).value(itemTimes) - theirs.get(run).value(itemTimes);
                  sum += runTimes[run] * moved;
                }
              }
              return sum / runTimes.length;
            })
        .interval();
  }
}
