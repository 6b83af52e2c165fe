package bantam.runners.train;

import bantam.recipes.Key;

/** Rises, then falls in a straight line; the last step has exactly the final fraction. */
final class Linear implements Schedule {
  record Options(
      @Key(value = "steps in which the rate rises to its peak", preset = "0", min = 0) int warmup,
      @Key(
              value = "rate at the last step, as a fraction of the peak",
              preset = "0.0",
              min = 0,
              max = 1)
          double finalFraction) {}

  private final Options options;

  Linear(Options options) {
    this.options = options;
  }

  @Override
  public double at(int step, int steps) {
    double fall = 1 - options.finalFraction();
    return step < options.warmup()
        ? Schedule.rise(options.warmup(), step)
        : 1 - fall * Schedule.progress(options.warmup(), step, steps);
  }
}
