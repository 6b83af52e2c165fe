package bantam.runners.train;

import bantam.recipes.Key;

/**
 * Warm-up, stable, decay: rises, stays at the peak, and falls in a straight line over the last
 * steps. Where the run is too short for all three, the fall begins right after the rise.
 *
 * @see <a href="https://arxiv.org/abs/2404.06395">Hu et al. 2024, section 4.2</a>, whose fall is
 *     exponential; <a href="https://arxiv.org/abs/2405.18392">Hägele et al. 2024</a> find the
 *     straight line as good
 */
final class Wsd implements Schedule {
  record Options(
      @Key(value = "steps in which the rate rises to its peak", preset = "0", min = 0) int warmup,
      @Key(
              value = "last steps, in which it falls; 0 takes a fifth of all steps",
              preset = "0",
              min = 0)
          int decay,
      @Key(
              value = "rate at the last step, as a fraction of the peak",
              preset = "0.0",
              min = 0,
              max = 1)
          double finalFraction) {}

  private final Options options;

  Wsd(Options options) {
    this.options = options;
  }

  @Override
  public double at(int step, int steps) {
    if (step < options.warmup()) {
      return Schedule.rise(options.warmup(), step);
    }
    int decay = options.decay() == 0 ? Math.max(1, steps / 5) : options.decay();
    int from = Math.max(options.warmup(), steps - 1 - decay);
    double fall = 1 - options.finalFraction();
    return step <= from ? 1 : 1 - fall * Schedule.progress(from, step, steps);
  }
}
