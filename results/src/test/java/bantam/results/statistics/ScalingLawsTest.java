package bantam.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Laws with known constants come back from what they give. */
class ScalingLawsTest {
  private static final double[] SIZES = {1e5, 3e5, 1e6, 3e6, 1e7, 3e7};

  @Test
  void findsTheLawOfSize() {
    double[] losses = Arrays.stream(SIZES).map(n -> 40 * Math.pow(n, -0.3) + 1.7).toArray();
    LossLaw law = LossLaw.of(SIZES, losses).orElseThrow();
    assertThat(law.alpha()).isCloseTo(0.3, within(1e-5));
    assertThat(law.a()).isCloseTo(40, within(1e-2));
    assertThat(law.e()).isCloseTo(1.7, within(1e-5));
    assertThat(law.explained()).isCloseTo(1, within(1e-9));
    assertThat(law.size(law.loss(5e6, 0), 0)).isCloseTo(5e6, within(1.));
  }

  @Test
  void findsTheLawOfSizeAndTokens() {
    double[] tokens = {1e8, 1e9, 1e8, 1e9, 3e8, 3e9};
    double[] losses =
        IntStream.range(0, 6)
            .mapToDouble(i -> 12 * Math.pow(SIZES[i], -0.15) + 30 * Math.pow(tokens[i], -0.2))
            .toArray();
    LossLaw law = LossLaw.of(SIZES, tokens, losses).orElseThrow();
    assertThat(law.alpha()).isCloseTo(0.15, within(1e-4));
    assertThat(law.beta()).isCloseTo(0.2, within(1e-4));
    assertThat(law.a()).isCloseTo(12, within(2e-2));
    assertThat(law.b()).isCloseTo(30, within(1e-1));
    assertThat(law.size(law.loss(2e6, 5e8), 5e8)).isCloseTo(2e6, within(1.));
  }

  @Test
  void findsTheLawOfScores() {
    double[] losses = {2.0, 2.4, 2.8, 3.1, 3.6, 4.2};
    double[] scores =
        Arrays.stream(losses).map(l -> 0.6 / (1 + Math.exp(2.5 * (l - 2.9))) + 0.25).toArray();
    ScoreLaw law = ScoreLaw.of(losses, scores).orElseThrow();
    assertThat(law.c()).isCloseTo(0.6, within(1e-5));
    assertThat(law.gamma()).isCloseTo(-2.5, within(1e-4));
    assertThat(law.l()).isCloseTo(2.9, within(1e-5));
    assertThat(law.d()).isCloseTo(0.25, within(1e-5));
    assertThat(law.loss(law.score(3.3))).isCloseTo(3.3, within(1e-9));
    // no loss gives a score below d
    assertThat(law.loss(0.2)).isNaN();
  }

  @Test
  void hasNoLossBelowZero() {
    double[] losses = Arrays.stream(SIZES).map(n -> 6 - 0.3 * Math.log(n)).toArray();
    LossLaw law = LossLaw.of(SIZES, losses).orElseThrow();
    assertThat(law.e()).isZero();
    assertThat(law.loss(1e15, 0)).isPositive();
    assertThat(law.explained()).isBetween(0.95, 1.0);
    double[] exact = Arrays.stream(SIZES).map(n -> 40 * Math.pow(n, -0.3)).toArray();
    LossLaw power = LossLaw.of(SIZES, exact).orElseThrow();
    assertThat(power.e()).isBetween(0.0, 1e-6);
    assertThat(power.alpha()).isCloseTo(0.3, within(1e-5));
    assertThat(power.a()).isCloseTo(40, within(1e-2));
  }

  @Test
  void countsWhatLiesBetweenTheEndsOfTheScores() {
    double[] losses = {1, 2, 3, 4, 5};
    assertThat(new ScoreLaw(0.5, -1, 3, 0.25, 1).between(losses)).isEqualTo(3);
    assertThat(new ScoreLaw(0.5, -30, 3, 0.25, 1).between(losses)).isEqualTo(1);
    assertThat(new ScoreLaw(0.5, -30, 3.5, 0.25, 1).between(losses)).isZero();
    // nearly a straight line, or nearly exponential
    assertThat(new ScoreLaw(50, -0.01, 3, 0.25, 1).between(losses)).isEqualTo(3);
    assertThat(new ScoreLaw(50, -1, -9, 0.25, 1).between(losses)).isEqualTo(3);
  }

  @Test
  void findsNoLawWhereLargerIsWorse() {
    double[] losses = Arrays.stream(SIZES).map(Math::log).toArray();
    assertThat(LossLaw.of(SIZES, losses)).isEmpty();
    double[] scores = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
    assertThat(ScoreLaw.of(losses, scores)).isEmpty();
  }
}
