package bantam.data.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Python's operators on the values that templates have: {@code String}, {@code Long}, {@code
 * Boolean}, {@code List}, {@code Map} with string keys, and the types here. What Python would raise
 * an error for is refused.
 */
final class Python {
  private Python() {}

  /** Python's {@code None}. */
  enum None {
    NONE
  }

  /** Jinja's undefined value. */
  record Undefined(String name) {}

  /** A tuple. */
  record Tuple(List<Object> items) {}

  /** What Python makes item by item and only once: it has neither length, nor truth, nor places. */
  record Lazy(List<Object> items) {}

  /** A function that templates call by name. */
  record Function(String name) {}

  /** Jinja's {@code namespace}: what it holds may be changed from within a loop. */
  record Namespace(Map<String, Object> values) {}

  static boolean truth(Object value) {
    if (value instanceof Boolean known) {
      return known;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    if (isSequence(value)) {
      return !items(value).isEmpty();
    }
    checkStored(value);
    return !(value instanceof None || value instanceof Undefined);
  }

  /** {@code str(value)}, as an output writes it. */
  static String text(Object value) {
    if (value instanceof String || value instanceof Long) {
      return value.toString();
    }
    if (value instanceof Boolean known) {
      return known ? "True" : "False";
    }
    if (value instanceof None) {
      return "None";
    }
    if (value instanceof Undefined) {
      return "";
    }
    throw new Refusal("the text of " + type(value) + "; write it with tojson");
  }

  static String type(Object value) {
    if (value instanceof Undefined undefined) {
      return "'%s', which is undefined".formatted(undefined.name());
    }
    return value instanceof None
        ? "None"
        : value instanceof String
            ? "a string"
            : value instanceof Boolean
                ? "a boolean"
                : value instanceof Long
                    ? "an integer"
                    : value instanceof Map
                        ? "a mapping"
                        : isSequence(value) ? "a list" : "a value of another type";
  }

  static boolean isSequence(Object value) {
    return value instanceof List || value instanceof Tuple;
  }

  /** What a loop over the value goes through. */
  static List<Object> items(Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    if (value instanceof Tuple tuple) {
      return tuple.items();
    }
    if (value instanceof Lazy lazy) {
      return lazy.items();
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.keySet());
    }
    if (value instanceof String text) {
      return Strings.characters(text);
    }
    if (value instanceof Undefined) {
      return List.of();
    }
    throw new Refusal("a loop over " + type(value));
  }

  /** A lazy value must be used where it is made, by a loop or a filter such as list. */
  static Object checkStored(Object value) {
    if (value instanceof Lazy) {
      throw new Refusal("a filter's sequence that is not made a list; add |list");
    }
    return value;
  }

  static long length(Object value) {
    checkStored(value);
    if (value instanceof String text) {
      return Strings.length(text);
    }
    return value instanceof Map<?, ?> map ? map.size() : items(value).size();
  }

  static boolean equal(Object a, Object b) {
    checkStored(a);
    checkStored(b);
    if (isNumber(a) && isNumber(b)) {
      return number(a) == number(b);
    }
    if (a instanceof Undefined || b instanceof Undefined) {
      return a instanceof Undefined && b instanceof Undefined;
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return left.keySet().equals(right.keySet())
          && left.keySet().stream().allMatch(key -> equal(left.get(key), right.get(key)));
    }
    boolean lists = a instanceof List && b instanceof List;
    if (lists || (a instanceof Tuple && b instanceof Tuple)) {
      List<Object> left = items(a);
      List<Object> right = items(b);
      boolean same = left.size() == right.size();
      for (int i = 0; same && i < left.size(); i++) {
        same = equal(left.get(i), right.get(i));
      }
      return same;
    }
    // a namespace may hold itself
    return (a instanceof Namespace || b instanceof Namespace) ? a == b : Objects.equals(a, b);
  }

  static int order(Object a, Object b) {
    if (isNumber(a) && isNumber(b)) {
      return Long.compare(number(a), number(b));
    }
    if (a instanceof String left && b instanceof String right) {
      return Strings.compare(left, right);
    }
    throw new Refusal("the order of %s and %s".formatted(type(a), type(b)));
  }

  static boolean contains(Object whole, Object part) {
    if (whole instanceof String text) {
      if (part instanceof String inside) {
        return text.contains(inside);
      }
      throw new Refusal("whether %s is in a string".formatted(type(part)));
    }
    if (whole instanceof Map && !(part instanceof String)) {
      throw new Refusal("whether %s is in a mapping".formatted(type(part)));
    }
    return items(whole).stream().anyMatch(item -> equal(item, part));
  }

  static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Boolean;
  }

  static long number(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof Boolean known) {
      return known ? 1 : 0;
    }
    throw new Refusal("%s where a number must be".formatted(type(value)));
  }

  static String string(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new Refusal("%s where a string must be".formatted(type(value)));
  }

  static int integer(Object value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number(value)));
  }
}
