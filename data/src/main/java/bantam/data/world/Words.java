package bantam.data.world;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Small matters of English. */
final class Words {
  private static final Pattern SLOT = Pattern.compile("\\{([A-Za-z0-9]+)}");
  private static final List<String> NUMBERS =
      List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

  private Words() {}

  /** A number from 0 to 10 in words. */
  static String number(int n) {
    return NUMBERS.get(n);
  }

  /** Puts values into a template; a slot with a capital letter gets the value capitalised. */
  static String fill(String template, Map<String, String> values) {
    Matcher slot = SLOT.matcher(template);
    StringBuilder filled = new StringBuilder();
    while (slot.find()) {
      String name = slot.group(1);
      String value = values.get(name);
      if (value == null && values.containsKey(lower(name))) {
        value = capital(values.get(lower(name)));
      }
      if (value == null) {
        throw new IllegalArgumentException("nothing fills {" + name + "} in: " + template);
      }
      slot.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return slot.appendTail(filled).toString();
  }

  static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String lower(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  /** Words of a text, for its length. */
  static int count(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}
