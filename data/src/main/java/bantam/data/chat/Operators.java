package bantam.data.chat;

import bantam.data.chat.Python.Namespace;
import bantam.data.chat.Python.None;
import bantam.data.chat.Python.Tuple;
import bantam.data.chat.Python.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's arithmetic, and its ways into a value. */
final class Operators {
  private Operators() {}

  static Object apply(String operator, Object a, Object b) {
    if (operator.equals("~")) {
      return joined(Python.text(a), Python.text(b));
    }
    if (operator.equals("+") && !Python.isNumber(a)) {
      return added(a, b);
    }
    if (operator.equals("*") && Python.isNumber(b) && !Python.isNumber(a)) {
      return repeated(a, Math.max(0, Python.number(b)));
    }
    if (!Python.isNumber(a) || !Python.isNumber(b)) {
      throw new Refusal("%s %s %s".formatted(Python.type(a), operator, Python.type(b)));
    }
    return arithmetic(operator, Python.number(a), Python.number(b));
  }

  private static long arithmetic(String operator, long a, long b) {
    try {
      if (operator.equals("+")) {
        return Math.addExact(a, b);
      }
      if (operator.equals("-")) {
        return Math.subtractExact(a, b);
      }
      if (operator.equals("*")) {
        return Math.multiplyExact(a, b);
      }
      return operator.equals("%") ? Math.floorMod(a, b) : Math.floorDiv(a, b);
    } catch (ArithmeticException e) {
      throw new Refusal("%d %s %d".formatted(a, operator, b));
    }
  }

  private static Object added(Object a, Object b) {
    if (a instanceof String left && b instanceof String right) {
      return joined(left, right);
    }
    boolean lists = a instanceof List && b instanceof List;
    if (lists || (a instanceof Tuple && b instanceof Tuple)) {
      List<Object> all = Python.items(a);
      Budget.checkSize((long) all.size() + Python.items(b).size());
      all = new ArrayList<>(all);
      all.addAll(Python.items(b));
      return lists ? all : new Tuple(all);
    }
    throw new Refusal("%s + %s".formatted(Python.type(a), Python.type(b)));
  }

  private static String joined(String a, String b) {
    Budget.checkSize((long) a.length() + b.length());
    return a + b;
  }

  private static Object repeated(Object what, long times) {
    if (what instanceof String text) {
      if (!text.isEmpty() && times > Budget.LARGEST / text.length()) {
        Budget.checkSize(Long.MAX_VALUE);
      }
      return text.repeat(text.isEmpty() ? 0 : (int) times);
    }
    throw new Refusal("%s * a number".formatted(Python.type(what)));
  }

  /** {@code of.name} */
  static Object attribute(Object of, String name) {
    checkDefined(of, name);
    if (Methods.has(of, name)) {
      throw new Refusal("the method '%s' without a call".formatted(name));
    }
    return inside(of, name).orElseGet(() -> new Undefined(name));
  }

  /** {@code of[key]} */
  static Object item(Object of, Object key) {
    checkDefined(of, key);
    if (key instanceof String name) {
      Optional<Object> inside = inside(of, name);
      if (inside.isEmpty() && Methods.has(of, name)) {
        throw new Refusal("the method '%s' without a call".formatted(name));
      }
      return inside.orElseGet(() -> new Undefined(name));
    }
    if (Python.isNumber(key) && (of instanceof String || Python.isSequence(of))) {
      List<Object> items = Python.items(of);
      long at = Python.number(key);
      at += at < 0 ? items.size() : 0;
      return at >= 0 && at < items.size() ? items.get((int) at) : new Undefined("[" + key + "]");
    }
    return new Undefined("[" + Python.type(key) + "]");
  }

  private static void checkDefined(Object of, Object key) {
    if (of instanceof Undefined undefined) {
      throw new Refusal(
          "'%s' of '%s', which is undefined"
              .formatted(key instanceof String ? key : "[...]", undefined.name()));
    }
  }

  private static Optional<Object> inside(Object of, String name) {
    if (of instanceof Map<?, ?> map) {
      return Optional.ofNullable(map.get(name));
    }
    if (of instanceof Namespace namespace) {
      return Optional.ofNullable(namespace.values().get(name));
    }
    return of instanceof Loop loop ? loop.attribute(name) : Optional.empty();
  }

  /** {@code of[start:stop:step]}, absent bounds as {@code None}. */
  static Object slice(Object of, Object start, Object stop, Object step) {
    if (!(of instanceof String) && !Python.isSequence(of)) {
      throw new Refusal("a slice of " + Python.type(of));
    }
    List<Object> items = Python.items(of);
    int by = step instanceof None ? 1 : Python.integer(step);
    if (by == 0) {
      throw new Refusal("a slice with step 0");
    }
    int size = items.size();
    long from = bound(start, by > 0 ? 0 : size - 1, size, by);
    long to = bound(stop, by > 0 ? size : -1, size, by);
    List<Object> taken = new ArrayList<>();
    for (long i = from; by > 0 ? i < to : i > to; i += by) {
      taken.add(items.get((int) i));
    }
    if (of instanceof String) {
      StringBuilder text = new StringBuilder();
      taken.forEach(text::append);
      return text.toString();
    }
    return of instanceof Tuple ? new Tuple(taken) : taken;
  }

  private static long bound(Object given, long otherwise, int size, int step) {
    if (given instanceof None) {
      return otherwise;
    }
    long at = Python.integer(given);
    at += at < 0 ? size : 0;
    return step > 0 ? Math.max(0, Math.min(size, at)) : Math.max(-1, Math.min(size - 1, at));
  }
}
