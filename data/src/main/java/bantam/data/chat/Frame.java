package bantam.data.chat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The variables of a block, and around it those of the blocks that it stands in. */
final class Frame {
  private final Optional<Frame> around;
  private final Map<String, Object> variables;
  private final Budget budget;
  private final boolean strict;

  private Frame(
      Optional<Frame> around, Map<String, Object> variables, Budget budget, boolean strict) {
    this.around = around;
    this.variables = variables;
    this.budget = budget;
    this.strict = strict;
  }

  static Frame of(Map<String, Object> variables, Budget budget) {
    return new Frame(Optional.empty(), new HashMap<>(variables), budget, false);
  }

  /** One that refuses a variable that is not there. */
  static Frame strict(Map<String, Object> variables, Budget budget) {
    return new Frame(Optional.empty(), new HashMap<>(variables), budget, true);
  }

  Frame inner() {
    return new Frame(Optional.of(this), new HashMap<>(), budget, strict);
  }

  Object value(String name) {
    Object value = variables.get(name);
    if (value != null) {
      return value;
    }
    if (strict && around.isEmpty()) {
      throw new Refusal("there is no field '%s'".formatted(name));
    }
    return around.isPresent() ? around.get().value(name) : new Python.Undefined(name);
  }

  void set(String name, Object value) {
    variables.put(name, value);
  }

  Budget budget() {
    return budget;
  }
}
