package bantam.results;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * How many digits the numbers of a column are shown with: five significant ones, and as many
 * decimals for all, so that they stand under each other; each as it is where they differ too much
 * for that.
 *
 * @param decimals digits behind the point for every number; negative if each has its own
 */
record Digits(int decimals) {
  private static final MathContext FIVE = new MathContext(5, RoundingMode.HALF_EVEN);
  private static final double SMALLEST = 1e-4;
  private static final double LARGEST = 1e9;
  private static final double WIDEST_RANGE = 1e6;

  static Digits of(List<?> cells) {
    double[] sizes =
        cells.stream()
            .mapToDouble(cell -> Math.abs((double) cell))
            .filter(size -> size > 0 && size < Double.POSITIVE_INFINITY)
            .sorted()
            .toArray();
    if (sizes.length == 0) {
      return new Digits(0);
    }
    double least = sizes[0];
    double most = sizes[sizes.length - 1];
    if (least < SMALLEST || most >= LARGEST || most / least > WIDEST_RANGE) {
      return new Digits(-1);
    }
    int decimals = 0;
    for (double size : sizes) {
      decimals = Math.max(decimals, rounded(size).scale());
    }
    return new Digits(decimals);
  }

  String show(double number) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    if (decimals >= 0) {
      return new BigDecimal(number).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }
    BigDecimal rounded = rounded(number);
    double size = Math.abs(number);
    if (size == 0 || (size >= SMALLEST && size < LARGEST)) {
      return rounded.toPlainString();
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString()
        + "e"
        + exponent;
  }

  private static BigDecimal rounded(double number) {
    return new BigDecimal(number).round(FIVE).stripTrailingZeros();
  }
}
