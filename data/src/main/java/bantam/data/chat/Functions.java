package bantam.data.chat;

import bantam.data.chat.Expression.Callee;
import bantam.data.chat.Python.Namespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that transformers and Jinja give to templates. */
final class Functions {
  /** Begins what a template itself says. */
  static final String RAISED = "raise_exception: ";

  /** What Jinja's sandbox allows. */
  private static final int LONGEST_RANGE = 100_000;

  static final Map<String, Callee> ALL =
      Map.of(
          "raise_exception", Functions::raise,
          "strftime_now", Functions::today,
          "namespace", Functions::namespace,
          "dict", (self, name, a) -> mapping(name, a),
          "range", Functions::range);

  private Functions() {}

  private static Object raise(Object self, String name, Arguments arguments) {
    throw new Refusal(RAISED + Python.text(arguments.checked(name, 1, 1).at(0)));
  }

  private static Object today(Object self, String name, Arguments arguments) {
    throw new Refusal(
        "strftime_now, the day on which it runs; write a date in its place, so that the same"
            + " experiment gives the same text");
  }

  private static Object namespace(Object self, String name, Arguments arguments) {
    return new Namespace(mapping(name, arguments));
  }

  private static Map<String, Object> mapping(String name, Arguments arguments) {
    if (!arguments.values().isEmpty()) {
      throw new Refusal("'%s' with these arguments".formatted(name));
    }
    arguments.named().values().forEach(Python::checkStored);
    return new LinkedHashMap<>(arguments.named());
  }

  private static Object range(Object self, String name, Arguments arguments) {
    arguments.checked(name, 1, 3);
    List<Long> bounds = arguments.values().stream().map(Python::number).toList();
    long from = bounds.size() == 1 ? 0 : bounds.get(0);
    long to = bounds.size() == 1 ? bounds.get(0) : bounds.get(1);
    long step = bounds.size() == 3 ? bounds.get(2) : 1;
    List<Object> numbers = new ArrayList<>();
    for (long i = from; step != 0 && (step > 0 ? i < to : i > to); i += step) {
      if (numbers.size() == LONGEST_RANGE) {
        throw new Refusal("a range of more than %,d numbers".formatted(LONGEST_RANGE));
      }
      numbers.add(i);
    }
    return numbers;
  }
}
