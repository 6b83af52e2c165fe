package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Choice;
import bantam.recipes.Generation;
import bantam.recipes.InputException;
import bantam.recipes.Task;
import bantam.results.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of several answers to each item. */
class RepeatsTest {
  private static final ExactMatch.Options PLAIN =
      new ExactMatch.Options(List.of(), false, false, false);

  /** Answers of which those that are 1 are right, the first one lowest. */
  private static Answer answer(int bits, int n) {
    List<Row.Sample> answers = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      answers.add(ExactMatchTest.answer(i, (bits >> i & 1) == 1 ? "yes" : "no", "yes", List.of()));
    }
    return new Answer(answers);
  }

  /** The mean of an estimate over all outcomes of n draws, each right with a chance p. */
  private static double expected(Metric metric, int n, double p) {
    double mean = 0;
    for (int bits = 0; bits < 1 << n; bits++) {
      int right = Integer.bitCount(bits);
      double chance = Math.pow(p, right) * Math.pow(1 - p, n - right);
      mean += chance * metric.of(List.of(answer(bits, n))).value();
    }
    return mean;
  }

  @ParameterizedTest
  @CsvSource({"0.3, 2, 5", "0.3, 3, 8", "0.02, 2, 10", "0.9, 4, 7", "0.5, 2, 1"})
  void passUntilIsUnbiased(double p, int r, int n) {
    Metric metric = new PassUntil(new PassUntil.Options(r, PLAIN));
    assertThat(expected(metric, n, p)).isCloseTo(p, within(1e-12));
  }

  @Test
  void passUntilStopsAtTheLastRightAnswerThatItNeeds() {
    Metric metric = new PassUntil(new PassUntil.Options(2, PLAIN));
    // the fifth of eight answers is the second right one
    assertThat(metric.of(List.of(answer(0b01010010, 8))).value()).isEqualTo(1 / 4.);
    assertThat(metric.of(List.of(answer(0b00000011, 8))).value()).isEqualTo(1);
    assertThat(metric.of(List.of(answer(0b00000100, 8))).value()).isEqualTo(1 / 8.);
  }

  @ParameterizedTest
  @CsvSource({"0.3, 1, 6", "0.3, 4, 6", "0.05, 5, 9", "0.8, 3, 3"})
  void passAtKIsUnbiased(double p, int k, int n) {
    Metric metric = new PassAtK(new PassAtK.Options(k, PLAIN));
    assertThat(expected(metric, n, p)).isCloseTo(1 - Math.pow(1 - p, k), within(1e-12));
  }

  /** So that a task may measure it for several k. */
  @Test
  void passAtKNamesK() {
    List<String> names =
        IntStream.of(1, 8)
            .mapToObj(k -> new Choice("pass_at_k", new PassAtK.Options(k, PLAIN)).scoreName())
            .toList();
    assertThat(names).containsExactly("pass@1", "pass@8");
    assertThat(new Choice("exact_match", PLAIN).scoreName()).isEqualTo("exact_match");
  }

  @Test
  void robustnessNamesKToo() {
    Choice metric = new Choice("pass_at_k", new PassAtK.Options(1, PLAIN));
    Generation how = new Generation(List.of(), 2, 1, 0, 1, 0, 3);
    List<Answer> answers = List.of(answer(0b001, 3));
    Task task = SomeTasks.written(how, Map.of());
    assertThat(Robustness.scores("run", task, List.of(metric), answers, answers))
        .extracting(Row.Score::metric)
        .containsExactly("pass@1_robustness");
  }

  @Test
  void passAtKWantsKAnswers() {
    Metric metric = new PassAtK(new PassAtK.Options(4, PLAIN));
    assertThatThrownBy(() -> metric.of(List.of(answer(1, 3))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("item 0 has 3 answers behind its filters, k is 4; raise repeats");
  }

  @Test
  void tellsHowFarRepeatsDiffer() {
    Metric metric = new RepeatSpread(PLAIN);
    // accuracies 1, 0.5 and 0.5
    List<Answer> answers = List.of(answer(0b011, 3), answer(0b101, 3));
    Estimate spread = metric.of(answers);
    assertThat(spread.value()).isCloseTo(Math.sqrt(1 / 12.), within(1e-12));
    assertThat(spread.stderr()).isCloseTo(spread.value() / 2, within(1e-12));
    assertThat(spread.n()).isEqualTo(2);
    assertThatThrownBy(() -> metric.of(List.of(answer(1, 1)))).isInstanceOf(InputException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'3, 5' | '3 and 5' | 1",
        "'3, 5' | '5, 7, 9' | 0.4",
        "'none' | ''        | 1",
        "'2'    | 'none'    | 0",
        "'07'   | '7'       | 1"
      })
  void comparesNumbersAsSets(String right, String text, double f1) {
    Answer answer = new Answer(List.of(ExactMatchTest.answer(0, text, right, List.of())));
    assertThat(new NumbersF1().of(List.of(answer)).value()).isEqualTo(f1);
  }
}
