package bantam.data.chat;

import bantam.data.chat.Python.None;
import bantam.data.chat.Python.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** The methods of Python's strings, lists and mappings that templates call. */
final class Methods {
  private static final Set<String> OF_STRINGS =
      Set.of(
          "strip",
          "lstrip",
          "rstrip",
          "split",
          "rsplit",
          "startswith",
          "endswith",
          "upper",
          "lower",
          "capitalize",
          "replace",
          "join",
          "find",
          "count");

  private static final Set<String> OF_LISTS = Set.of("index");

  private static final Set<String> OF_MAPPINGS = Set.of("get", "items", "keys", "values");

  /** Those of Python's that are not here, so that they are not taken for keys. */
  private static final Set<String> OTHERS_OF_MAPPINGS =
      Set.of("pop", "popitem", "update", "setdefault", "clear", "copy", "fromkeys");

  private Methods() {}

  static boolean knows(String name) {
    return OF_STRINGS.contains(name) || OF_LISTS.contains(name) || OF_MAPPINGS.contains(name);
  }

  /** Whether Python finds a method of that name before it looks for a key. */
  static boolean has(Object self, String name) {
    if (self instanceof Map) {
      return OF_MAPPINGS.contains(name) || OTHERS_OF_MAPPINGS.contains(name);
    }
    return self instanceof List
        ? OF_LISTS.contains(name)
        : self instanceof String && OF_STRINGS.contains(name);
  }

  static Object call(Object self, String name, Arguments arguments) {
    if (self instanceof String text && OF_STRINGS.contains(name)) {
      return ofString(text, name, arguments);
    }
    if (self instanceof Map<?, ?> map && OF_MAPPINGS.contains(name)) {
      return ofMapping(map, name, arguments);
    }
    if (self instanceof List<?> list && OF_LISTS.contains(name)) {
      return index(list, arguments.checked(name, 1, 1).at(0));
    }
    throw new Refusal("the method '%s' of %s".formatted(name, Python.type(self)));
  }

  private static Object ofMapping(Map<?, ?> map, String name, Arguments given) {
    if (name.equals("get")) {
      given.checked(name, 1, 2);
      Object value = map.get(Python.string(given.at(0)));
      return value == null ? given.optional(1).orElse(None.NONE) : value;
    }
    given.checked(name, 0, 0);
    return switch (name) {
      case "keys" -> new ArrayList<Object>(map.keySet());
      case "values" -> new ArrayList<Object>(map.values());
      default -> pairs(map);
    };
  }

  private static long index(List<?> list, Object wanted) {
    int at = list.indexOf(wanted);
    if (at < 0) {
      throw new Refusal("'%s' is not in the list".formatted(Python.text(wanted)));
    }
    return at;
  }

  static List<Object> pairs(Map<?, ?> map) {
    List<Object> pairs = new ArrayList<>();
    map.forEach((key, value) -> pairs.add(new Tuple(List.of(key, value))));
    return pairs;
  }

  private static Object ofString(String text, String name, Arguments given) {
    return switch (name) {
      case "strip" -> strip(text, given, true, true);
      case "lstrip" -> strip(text, given, true, false);
      case "rstrip" -> strip(text, given, false, true);
      case "split", "rsplit" -> split(text, name, given);
      case "startswith" -> prefixes(name, given).stream().anyMatch(text::startsWith);
      case "endswith" -> prefixes(name, given).stream().anyMatch(text::endsWith);
      case "replace" -> replace(text, given);
      case "join" -> join(text, Python.items(given.checked(name, 1, 1).at(0)));
      case "find" -> find(text, Python.string(given.checked(name, 1, 1).at(0)));
      case "count" -> count(text, Python.string(given.checked(name, 1, 1).at(0)));
      default -> cased(text, name, given.checked(name, 0, 0));
    };
  }

  static String cased(String text, String how, Arguments none) {
    none.checked(how, 0, 0);
    if (how.equals("capitalize")) {
      if (!text.chars().allMatch(c -> c < 128)) {
        throw new Refusal("'capitalize' of text beyond ASCII");
      }
      String lower = text.toLowerCase(Locale.ROOT);
      return lower.isEmpty()
          ? ""
          : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
    }
    return how.equals("upper") ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
  }

  static String strip(String text, Arguments given, boolean left, boolean right) {
    Object characters = given.checked("strip", 0, 1).optional(0).orElse(None.NONE);
    IntPredicate gone = Strings::space;
    if (!(characters instanceof None)) {
      Set<Integer> some =
          Python.string(characters)
              .codePoints()
              .boxed()
              .collect(Collectors.toCollection(HashSet::new));
      gone = some::contains;
    }
    return Strings.strip(text, gone, left, right);
  }

  private static List<Object> split(String text, String name, Arguments given) {
    given.checked(name, 0, 2);
    Object separator = given.optional(0).orElse(None.NONE);
    long most = given.optional(1).map(Python::number).orElse(-1L);
    if (separator instanceof None) {
      if (most >= 0) {
        throw new Refusal("'%s' at blanks with a limit".formatted(name));
      }
      return Strings.split(text);
    }
    return Strings.split(text, Python.string(separator), most, name.equals("rsplit"));
  }

  private static List<String> prefixes(String name, Arguments given) {
    Object one = given.checked(name, 1, 1).at(0);
    return one instanceof Tuple tuple
        ? tuple.items().stream().map(Python::string).toList()
        : List.of(Python.string(one));
  }

  static String replace(String text, Arguments given) {
    given.checked("replace", 2, 3);
    String old = Python.string(given.at(0));
    String now = Python.string(given.at(1));
    long most = given.optional(2).map(Python::number).orElse(-1L);
    if (old.isEmpty()) {
      throw new Refusal("'replace' of nothing");
    }
    List<Object> parts = Strings.split(text, old, most, false);
    Budget.checkSize(text.length() + (long) parts.size() * now.length());
    return join(now, parts);
  }

  static String join(String separator, List<Object> parts) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      text.append(i == 0 ? "" : separator).append(Python.string(parts.get(i)));
      Budget.checkSize(text.length());
    }
    return text.toString();
  }

  private static long find(String text, String part) {
    int at = text.indexOf(part);
    return at < 0 ? -1 : text.codePointCount(0, at);
  }

  private static long count(String text, String part) {
    return Strings.split(text, part, -1, false).size() - 1L;
  }
}
