package bantam.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Randomness;
import bantam.results.statistics.Design.Place;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DesignTest {
  private static final double[] RIGHT = {1, 0, 1, 1, 0, 1, 0, 0, 1, 1};
  private static final int[] PASSAGES = {0, 0, 0, 1, 1, 2, 2, 3, 4, 4};

  private static Design alone(int items) {
    return design(IntStream.range(0, items).toArray());
  }

  private static Design design(int[] clusters) {
    return Design.of(
        Arrays.stream(clusters).mapToObj(c -> new Place("task", Integer.toString(c))).toList());
  }

  private static double[] shares(double[] values) {
    return Arrays.stream(values).map(value -> value / values.length).toArray();
  }

  /** sd(n − 1) / √n in numpy. */
  @Test
  void givesTheErrorOfAMean() {
    assertThat(alone(10).stderr(shares(RIGHT))).isCloseTo(0.16329931618554522, within(1e-15));
    assertThat(alone(10).freedom()).isInfinite();
    assertThat(alone(1).stderr(new double[] {1})).isNaN();
  }

  /**
   * √(G/(G−1) Σ (Σ within a cluster)²) / n in numpy, as statsmodels has it for a regression on a
   * constant.
   */
  @Test
  void addsUpWhatSharesAPassage() {
    Design design = design(PASSAGES);
    double[] centred = Arrays.stream(RIGHT).map(x -> (x - 0.6) / 10).toArray();
    assertThat(design.stderr(centred)).isCloseTo(0.11832159566199232, within(1e-15));
    assertThat(design.clusters()).isEqualTo(5);
    assertThat(design.freedom()).isEqualTo(4);
  }

  /** Variances of independent strata add up. */
  @Test
  void addsTheVariancesOfTasks() {
    List<Place> places =
        IntStream.range(0, 10)
            .mapToObj(i -> new Place(i < 4 ? "a" : "b", Integer.toString(i)))
            .toList();
    double first = alone(4).stderr(Arrays.copyOf(RIGHT, 4));
    double second = alone(6).stderr(Arrays.copyOfRange(RIGHT, 4, 10));
    assertThat(Design.of(places).stderr(RIGHT)).isCloseTo(Math.hypot(first, second), within(1e-12));
  }

  @Test
  void drawsAsManyOfEachTaskAndWholeClusters() {
    List<Place> places =
        IntStream.range(0, 100)
            .mapToObj(i -> new Place(i < 40 ? "a" : "b", Integer.toString(i / 2)))
            .toList();
    Design design = Design.of(places);
    var random = Randomness.of(1, "test", 0);
    for (int turn = 0; turn < 50; turn++) {
      int[] times = design.resample(random);
      assertThat(Arrays.stream(times, 0, 40).sum()).isEqualTo(40);
      assertThat(Arrays.stream(times, 40, 100).sum()).isEqualTo(60);
      for (int i = 0; i < 100; i += 2) {
        assertThat(times[i]).isEqualTo(times[i + 1]);
      }
    }
  }
}
