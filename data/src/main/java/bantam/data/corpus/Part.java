package bantam.data.corpus;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Key;

/**
 * A slice of a file by position, so that training and held-out text come from one file and share
 * nothing: {@code {to: 0.9}} and {@code {from: 0.9}}. A document, line or row belongs to the slice
 * that its first byte (in Arrow files its row number) lies in.
 */
public record Part(
    @Key(value = "where it begins, as a fraction of the file", preset = "0", min = 0, max = 1)
        double from,
    @Key(value = "where it ends, as a fraction of the file", preset = "1", min = 0, max = 1)
        double to) {
  public Part {
    checkField(from < to, "part.from", from, "must be below part.to, which is " + to);
  }

  boolean isWhole() {
    return from == 0 && to == 1;
  }

  /** Whether a position out of {@code size} lies in the slice. */
  boolean holds(long position, long size) {
    return position >= cut(from, size) && position < cut(to, size);
  }

  /** Slices that share a bound share this cut. */
  private static long cut(double fraction, long size) {
    return fraction == 1 ? Long.MAX_VALUE : (long) (fraction * size);
  }
}
