package bantam.data.chat;

import bantam.data.chat.Expression.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a call, worked out. */
record Arguments(List<Object> values, Map<String, Object> named) {
  static Arguments of(List<Argument> arguments, Frame frame) {
    List<Object> values = new ArrayList<>();
    Map<String, Object> named = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      Object value = argument.value().value(frame);
      if (argument.name().isPresent()) {
        named.put(argument.name().get(), value);
      } else {
        values.add(value);
      }
    }
    return new Arguments(values, named);
  }

  int size() {
    return values.size() + named.size();
  }

  /** Refuses a call with another number of arguments, or any by name. */
  Arguments checked(String callee, int least, int most) {
    if (!named.isEmpty() || values.size() < least || values.size() > most) {
      throw new Refusal("'%s' with these arguments".formatted(callee));
    }
    return this;
  }

  Object at(int place) {
    return values.get(place);
  }

  Optional<Object> optional(int place) {
    return place < values.size() ? Optional.of(values.get(place)) : Optional.empty();
  }
}
