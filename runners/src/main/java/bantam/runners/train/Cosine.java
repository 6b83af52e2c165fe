package bantam.runners.train;

import bantam.recipes.Key;

/**
 * Rises, then falls along half a cosine. The last step has exactly the final fraction (most
 * published code reaches it one step after the last).
 *
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter 2017, equation 5</a>,
 *     without restarts
 */
final class Cosine implements Schedule {
  record Options(
      @Key(value = "steps in which the rate rises to its peak", preset = "0", min = 0) int warmup,
      @Key(
              value = "rate at the last step, as a fraction of the peak",
              preset = "0.1",
              min = 0,
              max = 1)
          double finalFraction) {}

  private final Options options;

  Cosine(Options options) {
    this.options = options;
  }

  @Override
  public double at(int step, int steps) {
    double progress = Schedule.progress(options.warmup(), step, steps);
    double height = (1 + Math.cos(Math.PI * progress)) / 2;
    double floor = options.finalFraction();
    return step < options.warmup()
        ? Schedule.rise(options.warmup(), step)
        : floor + (1 - floor) * height;
  }
}
