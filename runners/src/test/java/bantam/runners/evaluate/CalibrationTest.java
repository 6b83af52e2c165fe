package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.results.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether a model knows when it is right. */
class CalibrationTest {
  /** Of two choices, the first has this probability, and is right or is not. */
  static Answer answer(double probability, boolean right) {
    return new Answer(
        List.of(
            sample(0, Math.log(probability), right), sample(1, Math.log1p(-probability), !right)));
  }

  private static Row.Sample sample(int choice, double nats, boolean right) {
    return new Row.Sample(
        "run",
        "task",
        "item",
        "",
        Optional.empty(),
        "",
        "",
        choice,
        nats,
        false,
        1,
        1,
        1,
        1,
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.of(right));
  }

  private static final List<Answer> FOUR =
      List.of(answer(0.6, true), answer(0.9, true), answer(0.7, false), answer(0.8, true));

  private static double ece(int bins, List<Answer> answers) {
    return new CalibrationError(new CalibrationError.Options(bins)).of(answers).value();
  }

  private static double selective(double coverage, List<Answer> answers) {
    return new SelectiveAccuracy(new SelectiveAccuracy.Options(coverage)).of(answers).value();
  }

  /** By hand: bins (0.9, 0.8) with 2 of 2 right, (0.7, 0.6) with 1 of 2: (0.15 + 0.15) / 2. */
  @Test
  void comparesHowSureWithHowRight() {
    assertThat(ece(2, FOUR)).isCloseTo((0.3 + 0.3) / 4, within(1e-12));
    assertThat(ece(1, FOUR)).isCloseTo(0.0, within(1e-12));
    assertThat(ece(4, FOUR)).isCloseTo((0.1 + 0.2 + 0.7 + 0.4) / 4, within(1e-12));
    assertThat(ece(15, FOUR)).isEqualTo(ece(4, FOUR));
  }

  /** By hand: risks 0, 0, 1/3, 1/4 from the surest on. */
  @Test
  void integratesTheRisk() {
    assertThat(new RiskCoverage().of(FOUR).value())
        .isCloseTo((1 / 3.0 + 1 / 4.0) / 4, within(1e-12));
  }

  @Test
  void leavesOutWhatItIsLeastSureOf() {
    assertThat(selective(0.5, FOUR)).isEqualTo(1);
    assertThat(selective(0.75, FOUR)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(selective(1, FOUR)).isEqualTo(Accuracy.plain().of(FOUR).value());
  }

  /** What is drawn with its own probability is calibrated but for chance. */
  @Test
  void findsACalibratedModelCalibrated() {
    SplittableRandom random = new SplittableRandom(5);
    List<Answer> answers =
        IntStream.range(0, 20_000)
            .mapToDouble(i -> 0.5 + random.nextDouble() / 2)
            .mapToObj(p -> answer(p, random.nextDouble() < p))
            .toList();
    assertThat(ece(10, answers)).isLessThan(0.015);
    List<Answer> boasting = answers.stream().map(a -> answer(0.99, right(a))).toList();
    assertThat(ece(10, boasting)).isCloseTo(0.99 - 0.75, within(0.02));
  }

  private static boolean right(Answer answer) {
    return answer.choices().get(0).correct().orElseThrow();
  }

  /** Items that tie have no order. */
  @Test
  void dependsOnNoOrder() {
    List<Answer> ties = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ties.add(answer(0.6 + 0.1 * (i % 3), i % 4 == 0));
    }
    double[] before = {ece(7, ties), new RiskCoverage().of(ties).value(), selective(0.4, ties)};
    Collections.reverse(ties);
    assertThat(
            new double[] {ece(7, ties), new RiskCoverage().of(ties).value(), selective(0.4, ties)})
        .containsExactly(before, within(1e-12));
  }
}
