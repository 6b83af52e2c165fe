package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.InputException;
import bantam.results.Row;
import bantam.runners.evaluate.RulesKept.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RulesKeptTest {
  /** A turn of a session whose rules want an a, a b and so on. */
  private static Answer turn(String session, int item, String text, int rules) {
    List<String> others = new ArrayList<>();
    for (int rule = 1; rule < rules; rule++) {
      others.add("contains: " + (char) ('a' + rule));
    }
    return new Answer(
        List.of(
            new Row.Sample(
                "run",
                "t",
                Integer.toString(item),
                "",
                Optional.of(session),
                "",
                "",
                0,
                -1,
                true,
                1,
                1,
                1,
                1,
                1,
                Optional.of(text),
                Optional.of("contains: a"),
                Optional.empty(),
                others,
                List.of(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty())));
  }

  private static double of(Share share, List<Answer> answers) {
    return new RulesKept(share).of(answers).value();
  }

  @Test
  void countsRulesAnswersAndTurns() {
    List<Answer> answers =
        List.of(
            turn("s", 0, "ab", 2),
            turn("s", 1, "a", 2),
            turn("s", 2, "ab", 2),
            turn("t", 3, "a", 1),
            turn("t", 4, "ab", 2),
            turn("t", 5, "none", 1));
    assertThat(of(Share.CSR, answers)).isCloseTo((1 + 0.5 + 1 + 1 + 1 + 0) / 6, within(1e-12));
    assertThat(of(Share.ISR, answers)).isCloseTo(4 / 6., within(1e-12));
    assertThat(of(Share.SSR, answers)).isCloseTo((1 + 2) / 6., within(1e-12));
  }

  /** A model that writes nothing keeps nothing. */
  @Test
  void givesNothingForSilence() {
    List<Answer> answers = List.of(turn("s", 0, "", 2), turn("s", 1, " \n", 1));
    for (Share share : Share.values()) {
      assertThat(of(share, answers)).isZero();
    }
  }

  @Test
  void neverKeepsMoreSessionsThanAnswersThanRules() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      List<Answer> answers = new ArrayList<>();
      for (int item = 0; item < 12; item++) {
        String text = "abcd".substring(random.nextInt(3), 3 + random.nextInt(2));
        answers.add(turn("s" + random.nextInt(4), item, text, 1 + random.nextInt(4)));
      }
      double csr = of(Share.CSR, answers);
      double isr = of(Share.ISR, answers);
      assertThat(csr).isGreaterThanOrEqualTo(isr);
      assertThat(isr).isGreaterThanOrEqualTo(of(Share.SSR, answers));
    }
  }

  @Test
  void namesTheItemWhoseRuleIsNone() {
    Row.Sample wrong = ExactMatchTest.answer(0, "text", "max-word: 3", List.of());
    assertThatThrownBy(() -> of(Share.CSR, List.of(new Answer(List.of(wrong)))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("task t: item 0: no rule is named 'max-word'");
  }
}
