package bantam.data.chat;

import bantam.data.chat.Python.Function;
import bantam.data.chat.Python.Lazy;
import bantam.data.chat.Python.Namespace;
import bantam.data.chat.Python.None;
import bantam.data.chat.Python.Undefined;
import java.util.Map;
import java.util.Set;

/** Jinja's tests. */
final class Tests {
  private static final Set<String> OF_TWO =
      Set.of(
          "eq",
          "equalto",
          "==",
          "ne",
          "!=",
          "lt",
          "lessthan",
          "<",
          "le",
          "<=",
          "gt",
          "greaterthan",
          ">",
          "ge",
          ">=",
          "in",
          "divisibleby");

  private static final Set<String> OF_ONE =
      Set.of(
          "defined",
          "undefined",
          "none",
          "string",
          "mapping",
          "sequence",
          "iterable",
          "number",
          "integer",
          "float",
          "boolean",
          "true",
          "false",
          "odd",
          "even",
          "callable");

  private Tests() {}

  static boolean knows(String name) {
    return OF_ONE.contains(name) || OF_TWO.contains(name);
  }

  static boolean holds(String name, Object self, Arguments arguments) {
    if (OF_TWO.contains(name)) {
      return ofTwo(name, self, arguments.checked(name, 1, 1).at(0));
    }
    if (OF_ONE.contains(name)) {
      arguments.checked(name, 0, 0);
      return ofOne(name, self);
    }
    throw new Refusal("the test '%s'".formatted(name));
  }

  private static boolean ofTwo(String name, Object a, Object b) {
    return switch (name) {
      case "eq", "equalto", "==" -> Python.equal(a, b);
      case "ne", "!=" -> !Python.equal(a, b);
      case "lt", "lessthan", "<" -> Python.order(a, b) < 0;
      case "le", "<=" -> Python.order(a, b) <= 0;
      case "gt", "greaterthan", ">" -> Python.order(a, b) > 0;
      case "ge", ">=" -> Python.order(a, b) >= 0;
      case "in" -> Python.contains(b, a);
      default -> Operators.apply("%", a, b).equals(0L);
    };
  }

  private static boolean ofOne(String name, Object value) {
    boolean many = value instanceof String || value instanceof Map || Python.isSequence(value);
    return switch (name) {
      case "defined" -> !(value instanceof Undefined);
      case "undefined" -> value instanceof Undefined;
      case "none" -> value instanceof None;
      case "string" -> value instanceof String;
      case "mapping" -> value instanceof Map;
      case "sequence" -> many || value instanceof Undefined;
      case "iterable" -> many || value instanceof Undefined || value instanceof Lazy;
      case "number" -> Python.isNumber(value);
      case "integer" -> value instanceof Long;
      case "boolean" -> value instanceof Boolean;
      case "true" -> Boolean.TRUE.equals(value);
      case "false" -> Boolean.FALSE.equals(value);
      case "odd" -> Math.floorMod(Python.number(value), 2) == 1;
      case "even" -> Math.floorMod(Python.number(value), 2) == 0;
      case "callable" -> value instanceof Function || (value instanceof Namespace && refuse(name));
      default -> false; // float: no value here is one
    };
  }

  private static boolean refuse(String name) {
    throw new Refusal("the test '%s' of a namespace".formatted(name));
  }
}
