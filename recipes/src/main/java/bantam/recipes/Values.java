package bantam.recipes;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** Binds what is one word or number. */
final class Values {
  private Values() {}

  static Object integer(Spot spot, Node node, Class<?> type) {
    if (!(node instanceof Node.Scalar scalar) || !Scalars.isInteger(scalar)) {
      throw wrongType(spot, node, "a whole number such as 100");
    }
    boolean wide = type == long.class || type == Long.class;
    OptionalLong value = Scalars.integer(scalar);
    if (value.isEmpty() || (!wide && value.getAsLong() != (int) value.getAsLong())) {
      throw node.origin()
          .wrong(
              "%s is %s; it has too many digits".formatted(spot.name(), Quote.line(scalar.text())));
    }
    range(spot, scalar, (double) value.getAsLong());
    return wide ? (Object) value.getAsLong() : (Object) (int) value.getAsLong();
  }

  static double number(Spot spot, Node node) {
    if (!(node instanceof Node.Scalar scalar) || !Scalars.isNumber(scalar)) {
      throw wrongType(spot, node, "a number");
    }
    double value =
        Scalars.number(scalar)
            .orElseThrow(
                () ->
                    node.origin()
                        .wrong(
                            "%s is %s; it must be finite"
                                .formatted(spot.name(), Quote.line(scalar.text()))));
    range(spot, scalar, value);
    return value + 0.0; // minus zero is zero
  }

  static boolean bool(Spot spot, Node node) {
    if (!(node instanceof Node.Scalar scalar) || !Scalars.isBoolean(scalar)) {
      throw wrongType(spot, node, "true or false");
    }
    return scalar.text().equals("true");
  }

  /** Text; a number or a boolean where text belongs is taken as it is written. */
  static String text(Spot spot, Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
      throw wrongType(spot, node, "text");
    }
    return scalar.text();
  }

  static Object name(Spot spot, Node node, Form form) {
    List<String> names = form.names();
    if (!(node instanceof Node.Scalar scalar)) {
      throw wrongType(spot, node, "one of " + String.join(", ", names));
    }
    int index = names.indexOf(scalar.text());
    if (index < 0) {
      throw unknown(spot, scalar, names);
    }
    return form.type().getEnumConstants()[index];
  }

  static RecipeException unknown(Spot spot, Node.Scalar scalar, Collection<String> known) {
    return scalar
        .origin()
        .wrong("%s is %s".formatted(spot.name(), Nearest.hint(scalar.text(), known)));
  }

  static RecipeException wrongType(Spot spot, Node node, String wanted) {
    if (node instanceof Node.Scalar scalar
        && scalar.quoted()
        && (Scalars.isNumber(plain(scalar)) || Scalars.isBoolean(plain(scalar)))) {
      return node.origin()
          .wrong(
              "%s is %s in quotes, which is text; it must be %s"
                  .formatted(spot.name(), node, wanted));
    }
    return node.origin().wrong("%s is %s; it must be %s".formatted(spot.name(), node, wanted));
  }

  private static Node.Scalar plain(Node.Scalar scalar) {
    return new Node.Scalar(scalar.origin(), scalar.text(), false);
  }

  private static void range(Spot spot, Node.Scalar scalar, double value) {
    double least = spot.key().min();
    double most = spot.key().max();
    if (value >= least && value <= most) {
      return;
    }
    throw scalar
        .origin()
        .wrong(
            "%s is %s; it must be %s"
                .formatted(spot.name(), Quote.line(scalar.text()), Range.words(least, most)));
  }
}
