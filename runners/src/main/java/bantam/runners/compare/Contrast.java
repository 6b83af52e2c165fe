package bantam.runners.compare;

import bantam.results.Row;
import bantam.results.statistics.Interval;
import bantam.results.statistics.McNemar;
import bantam.results.statistics.Power;
import bantam.results.statistics.Student;
import bantam.runners.evaluate.Metric;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A difference and what it is worth.
 *
 * @param n items
 * @param units that the error rests on
 * @param stderr of the difference; NaN if unknown
 * @param spread what it is the spread of: items, clusters, replicates or bootstrap
 * @param freedom degrees of freedom of the error; infinite for many items
 * @param bootstrap the interval by resampling, NaN where there is none
 * @param flips answers that changed; empty where answers are not right or wrong, or there are
 *     several runs
 */
record Contrast(
    long n,
    long units,
    double a,
    double b,
    double stderr,
    String spread,
    double freedom,
    Interval bootstrap,
    Optional<McNemar> flips) {
  static final Interval NONE = new Interval(Double.NaN, Double.NaN);

  double difference() {
    return b - a;
  }

  /** McNemar's exact test where answers are right or wrong and independent of each other. */
  private boolean exact() {
    return flips.isPresent() && Double.isInfinite(freedom);
  }

  double p() {
    if (exact()) {
      return flips.orElseThrow().p();
    }
    if (!(freedom >= 1) || Double.isNaN(stderr)) {
      return Double.NaN;
    }
    return difference() == 0 ? 1 : Student.twoSided(difference() / stderr, freedom);
  }

  /**
   * @param adjusted p by Holm; NaN if it is not
   */
  Row.Comparison row(Side a, Side b, String task, Measure measure, Metric metric, double adjusted) {
    boolean known = freedom >= 1 && !Double.isNaN(stderr);
    Interval interval = known ? Interval.student(difference(), stderr, freedom) : NONE;
    String test = exact() ? "mcnemar-exact" : Double.isInfinite(freedom) ? "z" : "t";
    return new Row.Comparison(
        a.id(),
        b.id(),
        task,
        measure.filter(),
        measure.metric(),
        metric.higherIsBetter(),
        n,
        units,
        this.a,
        this.b,
        difference(),
        some(stderr),
        known ? spread : "none",
        some(interval.low()),
        some(interval.high()),
        some(bootstrap.low()),
        some(bootstrap.high()),
        some(p()),
        Double.isNaN(p()) ? "none" : test,
        some(adjusted),
        flips.map(one -> OptionalLong.of(one.lost())).orElse(OptionalLong.empty()),
        flips.map(one -> OptionalLong.of(one.gained())).orElse(OptionalLong.empty()),
        known ? some(Power.detectable(freedom) * stderr) : OptionalDouble.empty());
  }

  private static OptionalDouble some(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
