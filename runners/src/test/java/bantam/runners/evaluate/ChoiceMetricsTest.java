package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Choice;
import bantam.results.Row;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Metrics of choices that are more than the share of right ones. */
class ChoiceMetricsTest {
  private static Row.Sample sample(int choice, double nats, boolean greedy, boolean correct) {
    return new Row.Sample(
        "run",
        "task",
        "0",
        "",
        Optional.empty(),
        "",
        "",
        choice,
        nats,
        greedy,
        1,
        1,
        1,
        1,
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.of(correct));
  }

  /** An item of so many choices, of which one is right and one predicted. */
  private static Answer answer(int choices, int gold, int predicted) {
    return new Answer(
        IntStream.range(0, choices)
            .mapToObj(i -> sample(i, i == predicted ? -1 : -2, i == predicted, i == gold))
            .toList());
  }

  private static double of(String metric, List<Answer> answers) {
    return Metrics.ALL.make(new Choice(metric, new Metrics.Options())).of(answers).value();
  }

  /** By hand: true positives 1, false ones 1, missed ones 1. */
  @Test
  void measuresF1OfTheSecondChoice() {
    List<Answer> answers = List.of(answer(2, 1, 1), answer(2, 0, 1), answer(2, 1, 0));
    assertThat(of("f1", answers)).isCloseTo(0.5, within(1e-12));
    assertThat(of("f1", List.of(answer(2, 0, 0)))).isZero();
  }

  /** scikit-learn's documentation: matthews_corrcoef([+1, +1, +1, -1], [+1, -1, +1, +1]). */
  @Test
  void correlatesPredictionsWithRightChoices() {
    List<Answer> two = List.of(answer(2, 1, 1), answer(2, 1, 0), answer(2, 1, 1), answer(2, 0, 1));
    assertThat(of("mcc", two)).isCloseTo(-1 / 3., within(1e-12));
    assertThat(of("mcc", List.of(answer(3, 0, 0), answer(3, 1, 1), answer(3, 2, 2))))
        .isCloseTo(1, within(1e-12));
    assertThat(of("mcc", List.of(answer(2, 0, 1), answer(2, 1, 1)))).isZero();
  }

  /** By hand: (e^-1 + e^-3) / (e^-1 + e^-2 + e^-3). */
  @Test
  void addsUpTheProbabilityOfRightChoices() {
    Answer answer =
        new Answer(
            List.of(
                sample(0, -1, true, true),
                sample(1, -2, false, false),
                sample(2, -3, false, true)));
    double right = Math.exp(-1) + Math.exp(-3);
    assertThat(of("mc2", List.of(answer))).isCloseTo(right / (right + Math.exp(-2)), within(1e-12));
    // so unlikely that every exp is 0
    Answer unlikely =
        new Answer(List.of(sample(0, -1e4, false, true), sample(1, -1e4, false, false)));
    assertThat(of("mc2", List.of(unlikely))).isCloseTo(0.5, within(1e-12));
    assertThat(new RightMass().chance(List.of(answer))).hasValue(2 / 3.);
  }

  @Test
  void matchesExactlyWhereGreedyDecodingGivesARightChoice() {
    ExactMatch metric = new ExactMatch(new ExactMatch.Options(List.of(), false, false, false));
    List<Answer> answers = List.of(answer(2, 1, 1), answer(2, 0, 1));
    assertThat(metric.of(answers).value()).isEqualTo(0.5);
  }

  @Test
  void measuresAsTheReference() {
    JsonNode golden = Shared.json("reference/golden/scoring/pure_functions.json").get("mcc_f1");
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < golden.get("golds").size(); i++) {
      answers.add(
          answer(2, golden.get("golds").get(i).intValue(), golden.get("preds").get(i).intValue()));
    }
    assertThat(of("f1", answers)).isCloseTo(golden.get("f1").doubleValue(), within(1e-12));
    assertThat(of("mcc", answers))
        .isCloseTo(golden.get("matthews_corrcoef").doubleValue(), within(1e-12));
  }
}
