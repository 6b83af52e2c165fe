package bantam.data.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Shared;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters against what the functions of lm-evaluation-harness 4e7e0d47 gave, and by hand. */
class FiltersTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String INVALID = "[invalid]";

  private static JsonNode golden(String file) {
    try {
      return JSON.readTree(Shared.path("reference/golden/" + file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Filter regex(String pattern, int select) {
    return new Regex(new Regex.Options(pattern, new Regex.Selection(select, INVALID)));
  }

  private static String one(Filter filter, String answer) {
    return filter.apply(List.of(answer), List.of()).get(0);
  }

  private static Filter none(String name) {
    return Filters.ALL
        .find(name)
        .map(entry -> Filters.ALL.make(new bantam.recipes.Choice(name, new Filters.None())))
        .orElseThrow();
  }

  @Test
  void extractsGsm8kAnswersAsTheReference() {
    Filter strict = regex("#### (\\-?[0-9\\.\\,]+)", 0);
    Filter flexible = regex("(-?[$0-9.,]{2,})|(-?[0-9]+)", -1);
    for (JsonNode one : golden("lm-eval-pure-functions.json").get("gsm8k_filters")) {
      assertThat(one(strict, one.get(0).textValue())).isEqualTo(one.get(1).textValue());
      assertThat(one(flexible, one.get(0).textValue())).isEqualTo(one.get(2).textValue());
    }
  }

  @Test
  void extractsBbhAnswersAsTheReference() {
    Filter answer = regex("(?<=the answer is )(.*)(?=.)", 0);
    for (JsonNode one : golden("lm-eval-pure-functions.json").get("bbh_get_answer")) {
      assertThat(one(answer, one.get(0).textValue())).isEqualTo(one.get(1).textValue());
    }
  }

  @Test
  void findsWhatTheReferencesExpressionsFind() {
    for (JsonNode one : golden("scoring/pure_functions.json").get("regex_filter")) {
      Filter filter = regex(one.get("pattern").textValue(), one.get("group_select").intValue());
      for (int i = 0; i < one.get("texts").size(); i++) {
        assertThat(one(filter, one.get("texts").get(i).textValue()))
            .isEqualTo(one.get("results").get(i).textValue());
      }
    }
  }

  /** Python 3.11, {@code re.findall}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.c      | 'a\rc a\nc'     | 'a\rc'",
        "\\d+     | 'x ٣٤'          | ٣٤",
        "[[a]+    | 'x[a['          | '[a['",
        "[]a]+    | 'x]a]'          | ']a]'",
        "[^]a]+   | ']xy]'          | xy",
        "[a&&b]+  | 'a&b'           | 'a&b'",
        "(?P<n>.)(?P=n) | 'xaab'    | a",
        "b$       | 'ab\n'          | b",
        "b\\Z     | 'ab\n'          | [invalid]",
        "x*       | 'yxx'           | ''"
      })
  void readsExpressionsAsPythonDoes(String pattern, String text, String found) {
    assertThat(one(regex(pattern, 0), text)).isEqualTo(found);
  }

  @Test
  void refusesWhatIsNoExpression() {
    assertThatThrownBy(() -> regex("(a", 0))
        .isInstanceOf(RecipeException.class)
        .hasMessage("pattern is '(a'; it must be a regular expression: Unclosed group");
  }

  @Test
  void takesTheFallbackWhereTheSelectedMatchIsMissing() {
    assertThat(one(regex("a", 2), "aa")).isEqualTo(INVALID);
    assertThat(one(regex("a", -3), "aa")).isEqualTo(INVALID);
    assertThat(one(regex("(b)?|(c)?", 0), "a")).isEqualTo(INVALID);
  }

  @Test
  void votesForTheMostAndTheFirstAtATie() {
    Filter vote = none("majority-vote");
    assertThat(vote.apply(List.of("7", "8", "8"), List.of())).containsExactly("8");
    assertThat(vote.apply(List.of("7", "8", "9", "8", "7"), List.of())).containsExactly("7");
  }

  @Test
  void takesTheFirst() {
    assertThat(none("take-first").apply(List.of("a", "b"), List.of())).containsExactly("a");
    Filter two = new TakeFirst(new TakeFirst.Options(2));
    assertThat(two.apply(List.of("a", "b", "c"), List.of())).containsExactly("a", "b");
    assertThatThrownBy(() -> two.apply(List.of("a"), List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1 answers to an item, k is 2; raise repeats");
  }

  @Test
  void changesCaseAndSpace() {
    assertThat(one(none("lowercase"), "ÀB")).isEqualTo("àb");
    assertThat(one(none("uppercase"), "straße")).isEqualTo("STRASSE");
    assertThat(one(none("remove-whitespace"), " \u00a0a b\u0085")).isEqualTo("a b");
  }

  @Test
  void mapsWholeAnswers() {
    Filter map = new Mapping(new Mapping.Options(Map.of("yes", "1", "no", "0"), "?"));
    assertThat(map.apply(List.of("no", "yes", "Yes"), List.of())).containsExactly("0", "1", "?");
  }

  /** Computed with the reference's {@code MultiChoiceRegexFilter}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "It is (B), or (A).   | (A)",
        "It must be the RED one! | (B)",
        "Answer:  A           | (A)",
        "I cannot tell        | [invalid]",
        "red one, then blue one | (A)"
      })
  void namesChoicesByLetterTextOrColon(String answer, String letter) {
    Filter filter =
        new MultiChoice(
            new MultiChoice.Options(
                "(\\([A-Z]\\))",
                new Regex.Selection(-1, INVALID),
                new Leniency(List.of(), true, true)));
    assertThat(filter.apply(List.of(answer), List.of("Blue one", "Red, one")))
        .containsExactly(letter);
  }

  @Test
  void wantsWhatIsOffered() {
    assertThatThrownBy(() -> none("word-order").apply(List.of("a"), List.of()))
        .isInstanceOf(InputException.class);
  }

  @Test
  void mapsWhatExpressionsFind() {
    Filter filter =
        new MapRegex(
            new MapRegex.Options(
                Map.of("\\b(no|not plausible)\\b", "no", "\\b(yes|plausible)\\b", "yes"),
                new Regex.Selection(-1, INVALID),
                new Leniency(List.of(), true, false)));
    assertThat(one(filter, "Yes. It is PLAUSIBLE")).isEqualTo("yes");
    assertThat(one(filter, "yes? it is no")).isEqualTo("no");
    assertThat(one(filter, "perhaps")).isEqualTo(INVALID);
  }

  /** The order of the last mention counts. */
  @Test
  void ordersTheWordsThatAreOffered() {
    Filter filter = none("word-order");
    List<String> words = List.of("pear", "c++", "apple", "fig");
    assertThat(filter.apply(List.of("pear fig, sorted: apple fig, pears, pear"), words))
        .containsExactly("apple fig pear");
    assertThat(filter.apply(List.of("none"), words)).containsExactly("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "so 12 or -3 | -3",
        "three hundred and twenty one | 321",
        "one, then forty two | 42",
        "Two million five thousand one | 2005001",
        "nobody won it | [invalid]"
      })
  void readsNumbersInDigitsOrWords(String answer, String number) {
    Filter filter = new Digits(new Digits.Options("([-0-9]+)", new Regex.Selection(-1, INVALID)));
    assertThat(one(filter, answer)).isEqualTo(number);
  }

  @Test
  void hasEveryFilterOfTheReference() {
    assertThat(Filters.ALL.names())
        .containsAll(
            Set.of(
                "regex",
                "take-first",
                "take-first-k",
                "majority-vote",
                "remove-whitespace",
                "lowercase",
                "uppercase",
                "map",
                "multi-choice-regex"));
  }
}
