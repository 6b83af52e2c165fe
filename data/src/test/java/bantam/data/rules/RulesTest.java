package bantam.data.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-words: 3 | ' one two three '  | one two three four",
        "min-words: 1 | one                | ''",
        "lines: 2     | 'a\nb\n'           | a",
        "contains: sea | the sea           | The Sea",
        "lacks: sea   | The Sea            | the sea",
        "starts-with: Dear | ' Dear Tim'   | 'Tim, Dear'",
        "ends-with: . | 'So. '             | So",
        "matches: ^[0-9]+$ | 42            | x42",
        "lower-case   | a 1                | A 1",
        "upper-case   | A 1                | a 1",
        "json         | '{\"a\": [1]}'     | '{\"a\": [1]} x'",
        "json         | '3'                | ''"
      })
  void tellsWhatKeepsARule(String rule, String kept, String broken) {
    assertThat(Rules.parse(rule)).accepts(kept).rejects(broken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-words: 3",
        "lower-case",
        "upper-case",
        "lacks: sea",
        "lines: 0",
        "min-words: 0",
        "matches: ^$"
      })
  void isNotKeptByAnEmptyText(String rule) {
    assertThat(Rules.parse(rule)).rejects("", " \n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lower-case", "upper-case"})
  void findsNoCaseWithoutLetters(String rule) {
    assertThat(Rules.parse(rule)).rejects("42.", "- -");
  }

  @Test
  void tellsWhatIsNoRule() {
    assertThatThrownBy(() -> Rules.parse("max-word: 3"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("no rule is named 'max-word'; did you mean 'max-words'?");
    assertThatThrownBy(() -> Rules.parse("json: 3"))
        .hasMessageContaining("takes nothing behind it");
    assertThatThrownBy(() -> Rules.parse("lines")).hasMessageContaining("lacks what is behind");
    assertThatThrownBy(() -> Rules.parse("lines: few").test("x"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'few'; write a whole number");
  }
}
