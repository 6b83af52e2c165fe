package bantam.data.filter;

import static bantam.recipes.Checks.checkField;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Python's {@code re} by Java's expressions: only a line feed ends a line, classes such as {@code
 * \d} are Unicode's, and what Java would read in another way inside brackets is escaped. Possessive
 * and atomic forms are the same in both; conditional groups are refused.
 *
 * @see <a href="https://docs.python.org/3/library/re.html">Python, re</a>
 */
public final class PythonRegex {
  private static final int FLAGS = Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS;

  private PythonRegex() {}

  /**
   * Reads an expression of a task file.
   *
   * @param key where it stands, for messages
   * @throws bantam.recipes.RecipeException if it is none
   */
  public static Pattern parse(String key, String expression) {
    try {
      return compile(expression);
    } catch (PatternSyntaxException e) {
      checkField(
          false,
          key,
          "'" + expression + "'",
          "must be a regular expression: " + e.getDescription());
      throw e;
    }
  }

  static Pattern compile(String expression) {
    return Pattern.compile(java(expression), FLAGS);
  }

  /** {@code re.escape} */
  static String escape(String text) {
    return text.replaceAll("([^\\p{IsAlphabetic}\\p{IsDigit}_])", "\\\\$1");
  }

  /** The expression as Java writes it. */
  private static String java(String python) {
    StringBuilder java = new StringBuilder();
    boolean inBrackets = false;
    int opened = 0;
    for (int i = 0; i < python.length(); i++) {
      char c = python.charAt(i);
      if (c == '\\' && i + 1 < python.length()) {
        char next = python.charAt(++i);
        java.append('\\').append(next == 'Z' ? 'z' : next);
      } else if (!inBrackets && c == '[') {
        inBrackets = true;
        java.append(c);
        opened = i + (python.startsWith("^", i + 1) ? 2 : 1);
      } else if (inBrackets && c == ']' && i > opened) {
        inBrackets = false;
        java.append(c);
      } else if (inBrackets && (c == '[' || c == ']' || c == '&')) {
        // Java nests classes and intersects them
        java.append('\\').append(c);
      } else if (!inBrackets && python.startsWith("(?P<", i)) {
        java.append("(?<");
        i += 3;
      } else if (!inBrackets && python.startsWith("(?P=", i)) {
        int end = python.indexOf(')', i);
        java.append("\\k<").append(python, i + 4, Math.max(i + 4, end)).append('>');
        i = Math.max(i + 3, end);
      } else {
        java.append(c);
      }
    }
    return java.toString();
  }

  /**
   * {@code re.findall}: each match as its groups, or as a whole where there are none; a group that
   * took no part is empty.
   */
  public static List<List<String>> all(Pattern pattern, String text) {
    List<List<String>> matches = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      List<String> groups = new ArrayList<>();
      for (int group = Math.min(1, matcher.groupCount()); group <= matcher.groupCount(); group++) {
        String found = matcher.group(group);
        groups.add(found == null ? "" : found);
      }
      matches.add(groups);
    }
    return matches;
  }

  /** {@code re.sub} with nothing. */
  public static String without(Pattern pattern, String text) {
    return pattern.matcher(text).replaceAll("");
  }
}
