package bantam.data.perturb;

import bantam.data.world.Dice;
import bantam.recipes.Key;

/**
 * Slips of the fingers: a letter that changes places with the next one, is missing, or stands there
 * twice. Only letters, so that numbers stay.
 *
 * @see <a href="https://arxiv.org/abs/1711.02173">Belinkov and Bisk 2018</a>, who swap two letters
 *     or replace one by a neighbour on the keyboard; ours needs no keyboard
 */
record Typos(Options options) implements Perturbation {
  private static final double PRESET = 0.05;
  private static final int SCALE = 1_000_000;

  /** The keys of {@code use: typos}. */
  record Options(
      @Key(value = "share of the letters at which one happens", preset = "0.05", min = 0, max = 1)
          double rate) {}

  @Override
  public String label() {
    return options.rate() == PRESET ? "typos" : "typos-" + options.rate();
  }

  @Override
  public String text(String text, boolean first, Dice dice) {
    StringBuilder typed = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      boolean slips = Character.isLetter(letter) && dice.roll(SCALE) < options.rate() * SCALE;
      if (!slips) {
        typed.append(letter);
        continue;
      }
      switch (dice.roll(3)) {
        case 0 -> typed.append(letter).append(letter);
        case 1 -> {
          boolean another = at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
          typed.append(another ? text.charAt(++at) : letter).append(letter);
        }
        default -> {} // it is missing
      }
    }
    return typed.toString();
  }
}
