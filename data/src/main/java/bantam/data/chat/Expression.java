package bantam.data.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An expression of a template. */
sealed interface Expression {
  Object value(Frame frame);

  default boolean truth(Frame frame) {
    return Python.truth(value(frame));
  }

  /** A constant. */
  record Literal(Object constant) implements Expression {
    @Override
    public Object value(Frame frame) {
      return constant;
    }
  }

  /** A variable. */
  record Name(String name) implements Expression {
    @Override
    public Object value(Frame frame) {
      frame.budget().spend(1);
      return frame.value(name);
    }
  }

  /** {@code [a, b]}, or {@code (a, b)} for a tuple. */
  record ListOf(List<Expression> items, boolean tuple) implements Expression {
    @Override
    public Object value(Frame frame) {
      List<Object> values = new ArrayList<>();
      items.forEach(item -> values.add(item.value(frame)));
      return frame.budget().made(tuple ? new Python.Tuple(values) : values);
    }
  }

  /** {@code {'a': b}} */
  record MapOf(Map<String, Expression> entries) implements Expression {
    @Override
    public Object value(Frame frame) {
      Map<String, Object> values = new LinkedHashMap<>();
      entries.forEach((key, entry) -> values.put(key, entry.value(frame)));
      frame.budget().spend(values.size());
      return values;
    }
  }

  /** {@code of.name} */
  record Attribute(Expression of, String name) implements Expression {
    @Override
    public Object value(Frame frame) {
      frame.budget().spend(1);
      return Operators.attribute(of.value(frame), name);
    }
  }

  /** {@code of[key]} */
  record Item(Expression of, Expression key) implements Expression {
    @Override
    public Object value(Frame frame) {
      Object whole = of.value(frame);
      // a place in a string or list goes through all of it
      frame.budget().made(whole);
      return Operators.item(whole, key.value(frame));
    }
  }

  /** {@code of[start:stop:step]} */
  record Slice(Expression of, Expression start, Expression stop, Expression step)
      implements Expression {
    @Override
    public Object value(Frame frame) {
      Object whole = frame.budget().made(of.value(frame));
      return frame
          .budget()
          .made(Operators.slice(whole, start.value(frame), stop.value(frame), step.value(frame)));
    }
  }

  /** {@code name(...)}, {@code of.name(...)}, {@code of|name(...)} or {@code of is name(...)}. */
  record Call(Callee callee, Optional<Expression> of, String name, List<Argument> arguments)
      implements Expression {
    @Override
    public Object value(Frame frame) {
      Object self = of.map(one -> one.value(frame)).orElse(Python.None.NONE);
      frame.budget().made(self);
      return frame.budget().made(callee.call(self, name, Arguments.of(arguments, frame)));
    }
  }

  /** What takes a call. */
  @FunctionalInterface
  interface Callee {
    Object call(Object self, String name, Arguments arguments);
  }

  /** An argument, by place or by name. */
  record Argument(Optional<String> name, Expression value) {}

  /** {@code not of} */
  record Not(Expression of) implements Expression {
    @Override
    public Object value(Frame frame) {
      return !of.truth(frame);
    }
  }

  /** {@code a and b}, or {@code a or b}: one of the two, not its truth. */
  record Logical(boolean and, Expression a, Expression b) implements Expression {
    @Override
    public Object value(Frame frame) {
      Object first = a.value(frame);
      return Python.truth(first) == and ? b.value(frame) : first;
    }
  }

  /** {@code a + b} and the like. */
  record Binary(String operator, Expression a, Expression b) implements Expression {
    @Override
    public Object value(Frame frame) {
      return frame.budget().made(Operators.apply(operator, a.value(frame), b.value(frame)));
    }
  }

  /** {@code first == a < b}: every link must hold. */
  record Compare(Expression first, List<Link> links) implements Expression {
    @Override
    public Object value(Frame frame) {
      Object left = first.value(frame);
      for (Link link : links) {
        Object right = link.to().value(frame);
        frame.budget().made(right);
        if (!link.holds(left, right)) {
          return false;
        }
        left = right;
      }
      return true;
    }
  }

  /** A comparison with what stands before. */
  record Link(String operator, Expression to) {
    boolean holds(Object a, Object b) {
      return switch (operator) {
        case "==" -> Python.equal(a, b);
        case "!=" -> !Python.equal(a, b);
        case "in" -> Python.contains(b, a);
        case "not in" -> !Python.contains(b, a);
        case "<" -> Python.order(a, b) < 0;
        case "<=" -> Python.order(a, b) <= 0;
        case ">" -> Python.order(a, b) > 0;
        default -> Python.order(a, b) >= 0;
      };
    }
  }

  /** {@code yes if condition else no} */
  record Conditional(Expression condition, Expression yes, Expression no) implements Expression {
    @Override
    public Object value(Frame frame) {
      return condition.truth(frame) ? yes.value(frame) : no.value(frame);
    }
  }
}
