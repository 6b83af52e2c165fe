package bantam.runners.train;

import bantam.recipes.Key;

/** Rises, then stays at the peak. */
final class Constant implements Schedule {
  record Options(
      @Key(value = "steps in which the rate rises to its peak", preset = "0", min = 0)
          int warmup) {}

  private final Options options;

  Constant(Options options) {
    this.options = options;
  }

  @Override
  public double at(int step, int steps) {
    return Schedule.rise(options.warmup(), step);
  }
}
