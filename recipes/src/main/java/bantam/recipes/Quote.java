package bantam.recipes;

/** Users' text inside messages: one line, of bounded length. */
final class Quote {
  private static final int LONGEST = 60;

  private Quote() {}

  /** In single quotes. */
  static String of(String text) {
    return "'" + line(text) + "'";
  }

  /** On one line, without control characters, cut where it is too long. */
  static String line(String text) {
    return line(text, LONGEST);
  }

  /** On one line, whole: for paths. */
  static String whole(Object text) {
    return line(text.toString(), Integer.MAX_VALUE);
  }

  private static String line(String text, int longest) {
    StringBuilder out = new StringBuilder();
    int points = 0;
    for (int at = 0; at < text.length(); points++) {
      if (points == longest) {
        return out.append("...").toString();
      }
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      append(out, point);
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int point) {
    int type = Character.getType(point);
    if (point == '\n') {
      out.append("\\n");
    } else if (point == '\t') {
      out.append("\\t");
    } else if (type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.UNASSIGNED
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR) {
      out.append("\\u%04x".formatted(point));
    } else {
      out.appendCodePoint(point);
    }
  }
}
