package bantam.recipes;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text that is the same on every JDK; {@code Double.toString} changed in JDK 19. */
final class Numbers {
  private static final int DIGITS = 17;
  private static final int LONGEST_PLAIN = 16;

  private Numbers() {}

  /** The shortest decimal that reads back to the same double; whole numbers have no fraction. */
  static String text(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits <= DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return text(rounded.stripTrailingZeros());
      }
    }
    throw new IllegalArgumentException(value + " is not finite");
  }

  private static String text(BigDecimal decimal) {
    boolean plain =
        decimal.scale() <= LONGEST_PLAIN && decimal.precision() - decimal.scale() <= LONGEST_PLAIN;
    return plain ? decimal.toPlainString() : decimal.unscaledValue() + "e" + -decimal.scale();
  }
}
