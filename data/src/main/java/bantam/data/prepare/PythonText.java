package bantam.data.prepare;

/** Python's {@code str} and {@code re}: what counts as white space, which is more than in Java. */
public final class PythonText {
  private PythonText() {}

  /** {@code str.strip} */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && space(text.charAt(from))) {
      from++;
    }
    while (to > from && space(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** {@code len(re.split(r"\s+", text))}: the empty parts at the edges count. */
  public static int words(String text) {
    int words = 1;
    boolean before = false;
    for (int i = 0; i < text.length(); i++) {
      boolean now = space(text.charAt(i));
      words += now && !before ? 1 : 0;
      before = now;
    }
    return words;
  }

  /** {@code str.isspace}; every such character is one {@code char}. */
  private static boolean space(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }
}
