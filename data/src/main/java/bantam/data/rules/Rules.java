package bantam.data.rules;

import bantam.data.filter.PythonRegex;
import bantam.data.prepare.PythonText;
import bantam.recipes.InputException;
import bantam.recipes.Nearest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Rules that a text keeps or breaks, as data write them: {@code max-words: 20}, {@code contains:
 * sea}, {@code lower-case}. Each looks at the text without white space around it. An empty text
 * keeps no rule, and one without letters is in neither case.
 */
public final class Rules {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** What a rule says of a text and its own argument. */
  private static final Map<String, BiPredicate<String, String>> ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("contains", String::contains),
              Map.entry("ends-with", String::endsWith),
              Map.entry("json", (text, none) -> isJson(text)),
              Map.entry("lacks", (text, part) -> !text.contains(part)),
              Map.entry("lines", (text, count) -> text.lines().count() == number(count)),
              Map.entry("lower-case", (text, none) -> isCased(text, text.toLowerCase(Locale.ROOT))),
              Map.entry(
                  "matches",
                  (text, regex) -> PythonRegex.parse("matches", regex).matcher(text).find()),
              Map.entry("max-words", (text, count) -> PythonText.words(text) <= number(count)),
              Map.entry("min-words", (text, count) -> PythonText.words(text) >= number(count)),
              Map.entry("starts-with", String::startsWith),
              Map.entry(
                  "upper-case", (text, none) -> isCased(text, text.toUpperCase(Locale.ROOT)))));

  private Rules() {}

  /**
   * Reads a rule.
   *
   * @param rule its name, and behind a colon and a space its argument
   * @throws InputException if there is no such rule; for a count that is none, when it is checked
   */
  public static Predicate<String> parse(String rule) {
    int colon = rule.indexOf(": ");
    String name = colon < 0 ? rule : rule.substring(0, colon);
    String argument = colon < 0 ? "" : rule.substring(colon + 2);
    BiPredicate<String, String> check = ALL.get(name);
    if (check == null) {
      throw new InputException("no rule is named " + Nearest.hint(name, ALL.keySet()));
    }
    boolean alone = name.equals("json") || name.endsWith("-case");
    if (alone != argument.isEmpty()) {
      throw new InputException(
          "the rule '%s' %s"
              .formatted(rule, alone ? "takes nothing behind it" : "lacks what is behind ': '"));
    }
    return text -> {
      String answer = PythonText.strip(text);
      return !answer.isEmpty() && check.test(answer, argument);
    };
  }

  private static boolean isCased(String text, String cased) {
    return text.equals(cased) && text.codePoints().anyMatch(Character::isLetter);
  }

  private static int number(String count) {
    if (!count.matches("[0-9]{1,9}")) {
      throw new InputException("a rule counts up to '%s'; write a whole number".formatted(count));
    }
    return Integer.parseInt(count);
  }

  private static boolean isJson(String text) {
    try {
      return !JSON.readTree(text).isMissingNode();
    } catch (JsonProcessingException e) {
      return false; // which is what was asked
    }
  }
}
