package bantam.data.perturb;

import bantam.data.world.Dice;
import bantam.recipes.Key;

/** Spaces that stand there twice. */
record Spaces(Options options) implements Perturbation {
  private static final double PRESET = 0.1;
  private static final int SCALE = 1_000_000;

  /** The keys of {@code use: spaces}. */
  record Options(
      @Key(value = "share of the spaces that are doubled", preset = "0.1", min = 0, max = 1)
          double rate) {}

  @Override
  public String label() {
    return options.rate() == PRESET ? "spaces" : "spaces-" + options.rate();
  }

  @Override
  public String text(String text, boolean first, Dice dice) {
    StringBuilder spaced = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char one = text.charAt(at);
      boolean twice = one == ' ' && dice.roll(SCALE) < options.rate() * SCALE;
      spaced.append(twice ? "  " : one);
    }
    return spaced.toString();
  }
}
