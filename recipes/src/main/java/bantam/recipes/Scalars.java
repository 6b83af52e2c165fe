package bantam.recipes;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What plain text means, by the core schema of YAML 1.2; quoted text is always text. */
final class Scalars {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,400}");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(\\.[0-9]{1,400}|[0-9]{1,400}(\\.[0-9]{0,400})?)([eE][-+]?[0-9]{1,9})?");

  private Scalars() {}

  static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar
        && !scalar.quoted()
        && switch (scalar.text()) {
          case "", "~", "null", "Null", "NULL" -> true;
          default -> false;
        };
  }

  static boolean isBoolean(Node.Scalar scalar) {
    return !scalar.quoted() && (scalar.text().equals("true") || scalar.text().equals("false"));
  }

  /** Whether it is written as a whole number, however large. */
  static boolean isInteger(Node.Scalar scalar) {
    return !scalar.quoted() && INTEGER.matcher(scalar.text()).matches();
  }

  static boolean isNumber(Node.Scalar scalar) {
    return !scalar.quoted() && NUMBER.matcher(scalar.text()).matches();
  }

  /** The whole number; empty if it does not fit. */
  static OptionalLong integer(Node.Scalar scalar) {
    try {
      return OptionalLong.of(Long.parseLong(scalar.text()));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }

  /** The number; empty if it is no number, or not a finite one. */
  static OptionalDouble number(Node.Scalar scalar) {
    if (!isNumber(scalar)) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(scalar.text());
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
