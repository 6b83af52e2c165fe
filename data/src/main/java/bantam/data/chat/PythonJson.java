package bantam.data.chat;

import bantam.data.chat.Python.None;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code json.dumps(value, ensure_ascii=False)}, to the character. */
final class PythonJson {
  private final StringBuilder text = new StringBuilder();
  private final int indent;

  private PythonJson(int indent) {
    this.indent = indent;
  }

  static String dumps(Object value, Arguments arguments) {
    if (!arguments.values().isEmpty()
        || !Set.of("indent").containsAll(arguments.named().keySet())) {
      throw new Refusal("'tojson' with these arguments");
    }
    Object indent = arguments.named().getOrDefault("indent", None.NONE);
    PythonJson json = new PythonJson(indent instanceof None ? -1 : Python.integer(indent));
    if (json.indent > 16) {
      throw new Refusal("'tojson' with an indent of %d".formatted(json.indent));
    }
    json.write(value, 0);
    return json.text.toString();
  }

  private void write(Object value, int depth) {
    Budget.checkSize(text.length());
    if (value instanceof String string) {
      quote(string);
    } else if (value instanceof Map<?, ?> map) {
      String begin = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        line(begin, depth + 1);
        begin = ",";
        quote((String) entry.getKey());
        text.append(": ");
        write(entry.getValue(), depth + 1);
      }
      end(map.isEmpty(), "{}", depth);
    } else if (Python.isSequence(value)) {
      List<Object> items = Python.items(value);
      for (int i = 0; i < items.size(); i++) {
        line(i == 0 ? "[" : ",", depth + 1);
        write(items.get(i), depth + 1);
      }
      end(items.isEmpty(), "[]", depth);
    } else if (value instanceof Long) {
      text.append(value);
    } else if (value instanceof Boolean || value instanceof None) {
      text.append(value instanceof None ? "null" : value.toString());
    } else {
      throw new Refusal("'tojson' of " + Python.type(value));
    }
  }

  private void line(String mark, int depth) {
    text.append(mark);
    if (indent >= 0) {
      text.append('\n').append(" ".repeat(indent * depth));
    } else if (mark.equals(",")) {
      text.append(' ');
    }
  }

  private void end(boolean empty, String brackets, int depth) {
    if (empty) {
      text.append(brackets);
    } else {
      if (indent >= 0) {
        text.append('\n').append(" ".repeat(indent * depth));
      }
      text.append(brackets.charAt(1));
    }
  }

  private void quote(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      int known = "\"\\\n\r\t\b\f".indexOf(c);
      if (known >= 0) {
        text.append('\\').append("\"\\nrtbf".charAt(known));
      } else if (c < 0x20) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
