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

/**
 * Takes the difference between answers to the same items, and its error.
 *
 * @param items as they stand for all items
 * @param resamples of a bootstrap; a tenth of them where the metric is no ratio of sums
 * @param seed of what is drawn
 */
record Difference(Design items, int resamples, long seed) {
  /** Replicates below which runs and items are not drawn together. */
  private static final int CROSSED = 5;

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

  private Contrast sums(Terms a, Terms b) {
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
        a.yesOrNo() && b.yesOrNo() ? Optional.of(flips(a, b)) : Optional.empty());
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
      double one = metric.of(a.get(run)).value();
      double other = metric.of(b.get(run)).value();
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

  private Interval crossed(Additive metric, List<List<Answer>> a, List<List<Answer>> b) {
    List<Terms> ours = b.stream().map(metric::terms).toList();
    List<Terms> theirs = a.stream().map(metric::terms).toList();
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
