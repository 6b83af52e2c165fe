package bantam.data.perturb;

import bantam.data.world.Dice;

/**
 * Sentences without their marks. What stands between letters or at a digit stays, as in {@code
 * don't}, {@code 3.5} and {@code 10:30}, for without it the question may be another one.
 */
record Unpunctuated() implements Perturbation {
  private static final String MARKS = ".,;:!?\"'\u2018\u2019\u201c\u201d\u2026";

  @Override
  public String label() {
    return "no-punctuation";
  }

  @Override
  public String text(String text, boolean first, Dice dice) {
    StringBuilder left = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char before = at == 0 ? ' ' : text.charAt(at - 1);
      char after = at + 1 == text.length() ? ' ' : text.charAt(at + 1);
      boolean inside = Character.isLetter(before) && Character.isLetter(after);
      boolean mark = MARKS.indexOf(text.charAt(at)) >= 0;
      if (!mark || inside || Character.isDigit(after)) {
        left.append(text.charAt(at));
      }
    }
    return left.toString();
  }
}
