package bantam.recipes;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Maps, lists, text, numbers and booleans as JSON. */
final class Json {
  private final StringBuilder out = new StringBuilder();
  private final boolean sorted;
  private final boolean pretty;

  private Json(boolean sorted, boolean pretty) {
    this.sorted = sorted;
    this.pretty = pretty;
  }

  /** On one line, keys in the order of their UTF-16 code units. */
  static String sorted(Object value) {
    Json json = new Json(true, false);
    json.value(value, 0);
    return json.out.toString();
  }

  /** Indented, keys in the order of the maps. */
  static String pretty(Object value) {
    Json json = new Json(false, true);
    json.value(value, 0);
    return json.out.append('\n').toString();
  }

  /** Text in double quotes; YAML reads it too. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (point == '"' || point == '\\') {
        quoted.append('\\').appendCodePoint(point);
      } else if (point == '\n') {
        quoted.append("\\n");
      } else if (readable(point)) {
        quoted.appendCodePoint(point);
      } else {
        for (char unit : Character.toChars(point)) {
          quoted.append("\\u%04x".formatted((int) unit));
        }
      }
    }
    return quoted.append('"').toString();
  }

  // By numbers, not by Character.getType: that grows with the JDK, and identities must not.
  private static boolean readable(int point) {
    boolean ascii = point >= 0x20 && point < 0x7f;
    boolean letters = point >= 0xa1 && point < 0x2000;
    boolean marks = point >= 0x2030 && point < 0x2060;
    boolean symbols = point >= 0x2070 && point < 0xd800;
    boolean beyond = point >= 0x10000 && point < 0x30000 && (point & 0xfffe) != 0xfffe;
    return ascii || letters || marks || symbols || beyond;
  }

  private void value(Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      Map<?, ?> ordered = sorted ? new TreeMap<>(map) : map;
      out.append('{');
      String comma = "";
      for (var entry : ordered.entrySet()) {
        out.append(comma);
        line(depth + 1);
        out.append(quoted((String) entry.getKey())).append(pretty ? ": " : ":");
        value(entry.getValue(), depth + 1);
        comma = ",";
      }
      close(!map.isEmpty(), depth, '}');
    } else if (value instanceof List<?> list) {
      out.append('[');
      String comma = "";
      for (Object element : list) {
        out.append(comma);
        line(depth + 1);
        value(element, depth + 1);
        comma = ",";
      }
      close(!list.isEmpty(), depth, ']');
    } else {
      out.append(simple(value));
    }
  }

  /** Text, a number or a boolean. */
  static String simple(Object value) {
    if (value instanceof String text) {
      return quoted(text);
    }
    return value instanceof Double number ? Numbers.text(number) : value.toString();
  }

  private void line(int depth) {
    if (pretty) {
      out.append('\n').append("  ".repeat(depth));
    }
  }

  private void close(boolean filled, int depth, char bracket) {
    if (filled) {
      line(depth);
    }
    out.append(bracket);
  }
}
