package bantam.recipes;

/** Bounds in words. */
final class Range {
  private Range() {}

  /** Such as {@code at least 1}, {@code at most 3}, {@code in [0, 1]}; empty without bounds. */
  static String words(double least, double most) {
    boolean below = least > Double.NEGATIVE_INFINITY;
    boolean above = most < Double.POSITIVE_INFINITY;
    if (below && above) {
      return "in [%s, %s]".formatted(Numbers.text(least), Numbers.text(most));
    }
    if (below) {
      return "at least " + Numbers.text(least);
    }
    return above ? "at most " + Numbers.text(most) : "";
  }
}
