package bantam.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.results.statistics.Design.Place;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final Design DESIGN = items(400);

  private static Design items(int count) {
    List<Place> places =
        IntStream.range(0, count).mapToObj(i -> new Place("", Integer.toString(i))).toList();
    return Design.of(places);
  }

  /** The share of the first 100 of 400 items. */
  private static double share(int[] times) {
    double sum = 0;
    for (int i = 0; i < times.length / 4; i++) {
      sum += times[i];
    }
    return sum / times.length;
  }

  /** √(0.25 · 0.75 / 400) = 0.021651 of a binomial share, and 1.96 of it to either side. */
  @Test
  void spreadsAsABinomialShareDoes() {
    Bootstrap bootstrap = Bootstrap.of(DESIGN, 20_000, 1, BootstrapTest::share);
    assertThat(bootstrap.stderr()).isCloseTo(0.021651, Percentage.withPercentage(2));
    assertThat(bootstrap.interval().low()).isCloseTo(0.25 - 0.0424, within(0.003));
    assertThat(bootstrap.interval().high()).isCloseTo(0.25 + 0.0424, within(0.003));
  }

  @Test
  void isAFunctionOfItsSeed() {
    Interval once = Bootstrap.of(DESIGN, 50, 7, BootstrapTest::share).interval();
    assertThat(Bootstrap.of(DESIGN, 50, 7, BootstrapTest::share).interval()).isEqualTo(once);
    assertThat(Bootstrap.of(DESIGN, 50, 8, BootstrapTest::share).interval()).isNotEqualTo(once);
  }

  /** Two ways of drawing that are independent: their variances add up. */
  @Test
  void drawsRunsAndItemsApart() {
    Bootstrap both =
        Bootstrap.crossed(DESIGN, DESIGN, 20_000, 1, (runs, items) -> share(runs) + share(items));
    assertThat(both.stderr()).isCloseTo(0.021651 * Math.sqrt(2), Percentage.withPercentage(2));
  }
}
