package bantam.data.chat;

import bantam.data.chat.Expression.Callee;
import bantam.data.chat.Python.Lazy;
import bantam.data.chat.Python.None;
import bantam.data.chat.Python.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jinja's filters that are known exactly.
 *
 * @see <a href="https://jinja.palletsprojects.com/en/stable/templates/#builtin-filters">Jinja's
 *     list</a>; {@code tojson} is the one that transformers puts in its place
 */
final class Filters {
  static final Map<String, Callee> ALL =
      Map.ofEntries(
          Map.entry("length", Filters::length),
          Map.entry("count", Filters::length),
          Map.entry("trim", (self, name, a) -> Methods.strip(Python.text(self), a, true, true)),
          Map.entry("upper", (self, name, a) -> Methods.cased(Python.text(self), name, a)),
          Map.entry("lower", (self, name, a) -> Methods.cased(Python.text(self), name, a)),
          Map.entry("capitalize", (self, name, a) -> Methods.cased(Python.text(self), name, a)),
          Map.entry("string", (self, name, a) -> Python.text(none(name, a, self))),
          Map.entry("replace", (self, name, a) -> Methods.replace(Python.text(self), a)),
          Map.entry("list", (self, name, a) -> new ArrayList<>(items(name, a, self))),
          Map.entry("join", Filters::join),
          Map.entry("first", Filters::first),
          Map.entry("last", Filters::last),
          Map.entry("reverse", Filters::reverse),
          Map.entry("items", Filters::pairs),
          Map.entry("int", Filters::integer),
          Map.entry("default", Filters::otherwise),
          Map.entry("d", Filters::otherwise),
          Map.entry("tojson", (self, name, a) -> PythonJson.dumps(self, a)),
          Map.entry("select", (self, name, a) -> select(self, a, 0, true)),
          Map.entry("reject", (self, name, a) -> select(self, a, 0, false)),
          Map.entry("selectattr", (self, name, a) -> select(self, a, 1, true)),
          Map.entry("rejectattr", (self, name, a) -> select(self, a, 1, false)),
          Map.entry("map", Filters::map));

  private Filters() {}

  private static Object none(String name, Arguments arguments, Object self) {
    arguments.checked(name, 0, 0);
    return self;
  }

  private static List<Object> items(String name, Arguments arguments, Object self) {
    return Python.items(none(name, arguments, self));
  }

  private static Object length(Object self, String name, Arguments arguments) {
    return Python.length(none(name, arguments, self));
  }

  private static Object join(Object self, String name, Arguments arguments) {
    Object separator = arguments.checked(name, 0, 1).optional(0).orElse("");
    List<Object> texts = new ArrayList<>();
    Python.items(self).forEach(item -> texts.add(Python.text(item)));
    return Methods.join(Python.text(separator), texts);
  }

  private static Object first(Object self, String name, Arguments arguments) {
    List<Object> items = items(name, arguments, self);
    return items.isEmpty() ? new Undefined("first") : items.get(0);
  }

  private static Object last(Object self, String name, Arguments arguments) {
    Python.checkStored(self);
    List<Object> items = items(name, arguments, self);
    return items.isEmpty() ? new Undefined("last") : items.get(items.size() - 1);
  }

  private static Object reverse(Object self, String name, Arguments arguments) {
    List<Object> items = new ArrayList<>(items(name, arguments, Python.checkStored(self)));
    Collections.reverse(items);
    return self instanceof String ? Methods.join("", items) : new Lazy(items);
  }

  private static Object pairs(Object self, String name, Arguments arguments) {
    none(name, arguments, self);
    if (self instanceof Map<?, ?> map) {
      return new Lazy(Methods.pairs(map));
    }
    if (self instanceof Undefined) {
      return new Lazy(List.of());
    }
    throw new Refusal("'items' of " + Python.type(self));
  }

  private static Object integer(Object self, String name, Arguments arguments) {
    none(name, arguments, self);
    if (self instanceof String text && text.matches("[+-]?[0-9]{1,18}")) {
      return Long.parseLong(text);
    }
    return Python.number(self);
  }

  private static Object otherwise(Object self, String name, Arguments arguments) {
    boolean named =
        arguments.named().isEmpty()
            || arguments.named().keySet().equals(java.util.Set.of("boolean"));
    if (!named || arguments.values().size() > 2 || arguments.size() > 2) {
      throw new Refusal("'%s' with these arguments".formatted(name));
    }
    Object truth = arguments.named().getOrDefault("boolean", arguments.optional(1).orElse(false));
    boolean missing = self instanceof Undefined || (Python.truth(truth) && !Python.truth(self));
    return missing ? arguments.optional(0).orElse("") : self;
  }

  /**
   * @param skip 1 where the first argument names what is tested of each item
   */
  private static Object select(Object self, Arguments arguments, int skip, boolean wanted) {
    arguments.checked("select", skip, 8);
    Optional<Object> test = arguments.optional(skip);
    List<Object> rest =
        arguments.values().subList(Math.min(skip + 1, arguments.size()), arguments.size());
    List<Object> chosen = new ArrayList<>();
    for (Object item : Python.items(self)) {
      Object tested = skip == 0 ? item : attribute(item, Python.string(arguments.at(0)));
      boolean holds =
          test.isEmpty()
              ? Python.truth(tested)
              : Tests.holds(Python.string(test.get()), tested, new Arguments(rest, Map.of()));
      if (holds == wanted) {
        chosen.add(item);
      }
    }
    return new Lazy(chosen);
  }

  private static Object attribute(Object item, String path) {
    Object value = item;
    for (String part : path.split("\\.", -1)) {
      value = Operators.item(value, part.matches("[0-9]{1,9}") ? Long.valueOf(part) : part);
    }
    return value;
  }

  private static Object map(Object self, String name, Arguments arguments) {
    List<Object> mapped = new ArrayList<>();
    Object attribute = arguments.named().getOrDefault("attribute", None.NONE);
    boolean byAttribute = arguments.size() == 1 && !(attribute instanceof None);
    if (!byAttribute && !arguments.named().isEmpty()) {
      throw new Refusal("'map' with these arguments");
    }
    for (Object item : Python.items(self)) {
      mapped.add(
          byAttribute ? attribute(item, Python.string(attribute)) : filtered(item, arguments));
    }
    return new Lazy(mapped);
  }

  private static Object filtered(Object item, Arguments arguments) {
    String filter = Python.string(arguments.checked("map", 1, 8).at(0));
    if (!ALL.containsKey(filter)) {
      throw new Refusal("the filter '%s'".formatted(filter));
    }
    List<Object> rest = arguments.values().subList(1, arguments.size());
    return ALL.get(filter).call(item, filter, new Arguments(rest, Map.of()));
  }
}
