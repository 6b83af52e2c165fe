package bantam.runners.evaluate;

import bantam.data.items.PythonRandom;
import java.util.stream.IntStream;

/**
 * Standard errors by drawing: as many items as there are, with replacement, again and again; the
 * error is the spread of the score. The draws are those of the reference, number by number.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/metrics.py}: {@code bootstrap_stderr}, with chunks of 1,000 of
 *     which chunk i is drawn by {@code Random(i).choices}; iterations that fill no chunk are not
 *     made. Its spread has no correction for the n items, ours neither
 */
final class Bootstrap {
  private static final int CHUNK = 1000;

  /** A score of items some of which may be there several times. */
  @FunctionalInterface
  interface Statistic {
    /**
     * @param places of the items, in the order of drawing; it must be safe for several threads
     */
    double of(int[] places);
  }

  private Bootstrap() {}

  /**
   * The sample standard deviation of the score over the draws.
   *
   * @param items to draw from
   * @param iterations at least 2
   */
  static double stderr(Statistic statistic, int items, int iterations) {
    int chunk = Math.min(CHUNK, iterations);
    int chunks = iterations / chunk;
    double[] values = new double[chunks * chunk];
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            i -> {
              PythonRandom random = new PythonRandom(i);
              int[] places = new int[items];
              for (int draw = 0; draw < chunk; draw++) {
                random.choices(items, places);
                values[i * chunk + draw] = statistic.of(places);
              }
            });
    return Estimate.mean(values).stderr() * Math.sqrt(values.length);
  }
}
