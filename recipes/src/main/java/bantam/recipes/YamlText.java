package bantam.recipes;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Maps, lists, text, numbers and booleans as YAML in the style that people write. */
final class YamlText {
  /** What some YAML reader takes for something else than text. */
  private static final Set<String> RESERVED =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String of(Map<?, ?> root) {
    YamlText yaml = new YamlText();
    yaml.entries(root, 0);
    return yaml.out.toString();
  }

  private void entries(Map<?, ?> map, int depth) {
    for (var entry : map.entrySet()) {
      out.append("  ".repeat(depth)).append(simple(entry.getKey())).append(':');
      value(entry.getValue(), depth + 1);
    }
  }

  private void value(Object value, int depth) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('\n');
      entries(map, depth);
    } else if (value instanceof List<?> list && list.stream().anyMatch(YamlText::nested)) {
      out.append('\n');
      for (Object element : list) {
        out.append("  ".repeat(depth)).append('-');
        element(element, depth + 1);
      }
    } else {
      out.append(' ').append(flow(value)).append('\n');
    }
  }

  // A mapping in a list begins on the line of its dash.
  private void element(Object element, int depth) {
    int start = out.length();
    value(element, depth);
    String indent = "\n" + "  ".repeat(depth);
    if (out.indexOf(indent, start) == start) {
      out.replace(start, start + indent.length(), " ");
    }
  }

  private static boolean nested(Object value) {
    return value instanceof Map || value instanceof List;
  }

  private static String flow(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(YamlText::simple).collect(joining(", ", "[", "]"));
    }
    return value instanceof Map ? "{}" : simple(value);
  }

  private static String simple(Object value) {
    return value instanceof String text && plain(text) ? text : Json.simple(value);
  }

  private static boolean plain(String text) {
    return text.matches("[A-Za-z/][A-Za-z0-9_./-]*")
        && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
  }
}
