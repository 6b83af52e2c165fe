package bantam.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final float[] LOGITS = {0.3f, -1.2f, 2.0f, 0.3f, -4.0f, 1.1f};

  /** Pearson's statistic over 60,000 draws; 5 degrees of freedom, 20.5 is the 0.1 % point. */
  @Test
  void drawsFromTheSoftmax() {
    double[] expected = softmax(LOGITS, 0.8);
    assertThat(chiSquare(new Sampling(0.8, 0, 1, 0, 1), expected)).isLessThan(20.5);
  }

  @Test
  void drawsFromTheSoftmaxOfWhatIsKept() {
    double[] expected = softmax(LOGITS, 1);
    expected[1] = 0;
    expected[4] = 0;
    expected[3] = 0;
    double sum = Arrays.stream(expected).sum();
    Arrays.setAll(expected, i -> expected[i] / sum);
    // 2 degrees of freedom, 13.8 is the 0.1 % point
    assertThat(chiSquare(new Sampling(1, 3, 1, 0, 1), expected)).isLessThan(13.8);
  }

  @Test
  void takesTheLikeliestWhenGreedyTheLowestIdAtATie() {
    assertThat(new Sampling(0, 0, 1, 0, 1).choose(LOGITS, 0.99)).isEqualTo(2);
    assertThat(new Sampling(0, 0, 1, 0, 1).choose(new float[] {1, 7, 7}, 0.99)).isEqualTo(1);
    assertThat(new Sampling(2, 1, 1, 0, 1).choose(LOGITS, 0.99)).isEqualTo(2);
  }

  @Test
  void keepsTheKLikeliestTheLowerIdAtATie() {
    assertThat(new Sampling(1, 3, 1, 0, 1).kept(LOGITS)).containsExactly(2, 5, 0);
    assertThat(new Sampling(1, 99, 1, 0, 1).kept(LOGITS)).hasSize(LOGITS.length);
  }

  @Test
  void keepsTheSmallestSetThatHasTheProbability() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 200; round++) {
      float[] logits = new float[50];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (random.nextDouble() * 8);
      }
      double topP = random.nextDouble();
      double[] probability = softmax(logits, 1);
      double[] kept =
          Arrays.stream(new Sampling(1, 0, topP, 0, 1).kept(logits))
              .mapToDouble(i -> probability[i])
              .toArray();
      double sum = Arrays.stream(kept).sum();
      assertThat(sum).isGreaterThanOrEqualTo(topP - 1e-12);
      assertThat(sum - kept[kept.length - 1]).isLessThan(topP);
      assertThat(kept[kept.length - 1])
          .isGreaterThanOrEqualTo(
              Arrays.stream(probability).sorted().skip(50 - kept.length).findFirst().orElseThrow());
    }
  }

  @Test
  void keepsTokensWithAShareOfTheLikeliestOnesProbability() {
    // shares of exp(2.0): 5 has exp(-0.9) = 0.41, 0 and 3 exp(-1.7) = 0.18, 1 exp(-3.2) = 0.04
    assertThat(new Sampling(1, 0, 1, 0.3, 1).kept(LOGITS)).containsExactly(2, 5);
    assertThat(new Sampling(1, 0, 1, 0.1, 1).kept(LOGITS)).containsExactly(2, 5, 0, 3);
    assertThat(new Sampling(1, 0, 1, 1, 1).kept(LOGITS)).containsExactly(2);
    // at temperature 2 the shares are the square roots: 0.64, 0.43, 0.20
    assertThat(new Sampling(2, 0, 1, 0.3, 1).kept(LOGITS)).containsExactly(2, 5, 0, 3);
    assertThat(new Sampling(1, 3, 1, 0.1, 1).kept(LOGITS)).containsExactly(2, 5, 0);
  }

  @Test
  void penalisesWhatWasThereOnce() {
    float[] logits = LOGITS.clone();
    new Sampling(0, 0, 1, 0, 2).penalise(logits, new int[] {2, 1, 2}, new int[] {1});
    assertThat(logits).containsExactly(0.3f, -2.4f, 1.0f, 0.3f, -4.0f, 1.1f);
    assertThat(new Sampling(0, 0, 1, 0, 2).choose(logits, 0)).isEqualTo(5);
    float[] same = LOGITS.clone();
    Sampling.GREEDY.penalise(same, new int[] {0, 1, 2, 3, 4, 5});
    assertThat(same).containsExactly(LOGITS);
  }

  @Test
  void ordersTokensAsTheirLogits() {
    float[] logits = {-1f, 0f, -0f, Float.NEGATIVE_INFINITY, 3e-40f, -3e-40f, 7f, -1f};
    assertThat(new Sampling(1, 8, 1, 0, 1).kept(logits)).containsExactly(6, 4, 1, 2, 5, 0, 7, 3);
  }

  @Test
  void keepsOneTokenHoweverSmallTheNucleus() {
    assertThat(new Sampling(1, 0, 0, 0, 1).kept(LOGITS)).containsExactly(2);
  }

  @Test
  void neverDrawsWhatHasNoProbability() {
    float[] logits = {Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY};
    assertThat(new Sampling(1, 0, 1, 0, 1).choose(logits, 0)).isEqualTo(1);
    assertThat(new Sampling(1, 0, 1, 0, 1).choose(logits, Math.nextDown(1.0))).isEqualTo(1);
  }

  @Test
  void tellsTheModelsOwnLogProbability() {
    assertThat(Sampling.logProbability(LOGITS, 5))
        .isCloseTo(Math.log(softmax(LOGITS, 1)[5]), within(1e-12));
  }

  private static double chiSquare(Sampling sampling, double[] expected) {
    int draws = 60_000;
    int[] counts = new int[expected.length];
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < draws; i++) {
      counts[sampling.choose(LOGITS, random.nextDouble())]++;
    }
    double statistic = 0;
    for (int i = 0; i < expected.length; i++) {
      double wanted = expected[i] * draws;
      if (wanted == 0) {
        assertThat(counts[i]).isZero();
      } else {
        statistic += (counts[i] - wanted) * (counts[i] - wanted) / wanted;
      }
    }
    return statistic;
  }

  private static double[] softmax(float[] logits, double temperature) {
    double[] weights = new double[logits.length];
    Arrays.setAll(weights, i -> Math.exp(logits[i] / temperature));
    double sum = Arrays.stream(weights).sum();
    Arrays.setAll(weights, i -> weights[i] / sum);
    return weights;
  }
}
