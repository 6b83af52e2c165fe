package bantam.results.statistics;

import bantam.recipes.Randomness;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * What a statistic is on samples drawn from the sample itself.
 *
 * @see <a href="https://doi.org/10.1214/aos/1176344552">Efron 1979</a>; the interval is that of the
 *     percentiles, with numpy's interpolation between them
 */
public final class Bootstrap {
  private final double[] sorted;

  private Bootstrap(double[] replicates) {
    this.sorted = replicates.clone();
    Arrays.sort(sorted);
  }

  /**
   * Draws by a design.
   *
   * @param statistic of how often each item is there
   */
  public static Bootstrap of(
      Design design, int resamples, long seed, ToDoubleFunction<int[]> statistic) {
    RandomGenerator random = Randomness.of(seed, "bootstrap", 0);
    double[] replicates = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      replicates[i] = statistic.applyAsDouble(design.resample(random));
    }
    return new Bootstrap(replicates);
  }

  /**
   * What runs and items give that are drawn independently of each other.
   *
   * @see <a href="https://doi.org/10.1214/07-AOAS122">Owen 2007</a>, the pigeonhole bootstrap
   */
  public static Bootstrap crossed(
      Design runs, Design items, int resamples, long seed, Crossed statistic) {
    RandomGenerator random = Randomness.of(seed, "bootstrap", 1);
    double[] replicates = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      replicates[i] = statistic.of(runs.resample(random), items.resample(random));
    }
    return new Bootstrap(replicates);
  }

  /** A statistic of how often each run and each item is there. */
  @FunctionalInterface
  public interface Crossed {
    double of(int[] runs, int[] items);
  }

  /** The middle 95 % of the replicates. */
  public Interval interval() {
    return new Interval(percentile(0.025), percentile(0.975));
  }

  /** The sample standard deviation of the replicates. */
  public double stderr() {
    double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
    double squares = Arrays.stream(sorted).map(one -> (one - mean) * (one - mean)).sum();
    return Math.sqrt(squares / (sorted.length - 1));
  }

  private double percentile(double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    double rest = place - below;
    return rest == 0 ? sorted[below] : sorted[below] * (1 - rest) + sorted[below + 1] * rest;
  }
}
