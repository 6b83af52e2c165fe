package bantam.data.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Python's {@code str}: indices and lengths count code points, and blank is what Unicode says. */
final class Strings {
  private Strings() {}

  /** {@code str.isspace} of one character. */
  static boolean space(int c) {
    return (c >= 9 && c <= 13)
        || (c >= 0x1c && c <= 0x20)
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  static String stripEnd(String text) {
    return strip(text, Strings::space, false, true);
  }

  static String strip(String text, IntPredicate gone, boolean left, boolean right) {
    int from = 0;
    int to = text.length();
    while (left && from < to && gone.test(text.codePointAt(from))) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (right && to > from && gone.test(text.codePointBefore(to))) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return text.substring(from, to);
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The characters as strings. */
  static List<Object> characters(String text) {
    List<Object> all = new ArrayList<>();
    text.codePoints().forEach(c -> all.add(Character.toString(c)));
    return all;
  }

  /** {@code str.split}: at runs of blanks. */
  static List<Object> split(String text) {
    List<Object> words = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= text.length(); i++) {
      // every blank lies in the basic plane
      boolean blank = i == text.length() || space(text.charAt(i));
      if (blank && from >= 0) {
        words.add(text.substring(from, i));
        from = -1;
      } else if (!blank && from < 0) {
        from = i;
      }
    }
    return words;
  }

  /**
   * {@code str.split} and {@code str.rsplit} at a separator.
   *
   * @param most cuts at most; negative for all
   */
  static List<Object> split(String text, String separator, long most, boolean fromRight) {
    if (separator.isEmpty()) {
      throw new Refusal("a split at an empty separator");
    }
    List<Object> parts = new ArrayList<>();
    int begin = 0;
    int end = text.length();
    while (most < 0 || parts.size() < most) {
      int cut =
          fromRight
              ? text.lastIndexOf(separator, end - separator.length())
              : text.indexOf(separator, begin);
      if (cut < 0) {
        break;
      }
      if (fromRight) {
        parts.add(0, text.substring(cut + separator.length(), end));
        end = cut;
      } else {
        parts.add(text.substring(begin, cut));
        begin = cut + separator.length();
      }
    }
    parts.add(fromRight ? 0 : parts.size(), text.substring(begin, end));
    return parts;
  }

  static int compare(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }
}
