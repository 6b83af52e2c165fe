package bantam.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {
  /** The formula in Python: 0.166913, 0.332323. */
  @Test
  void boundsAShareByWilson() {
    Interval interval = Interval.wilson(0.24, 100);
    assertThat(interval.low()).isCloseTo(0.166913, within(1e-6));
    assertThat(interval.high()).isCloseTo(0.332323, within(1e-6));
    assertThat(Interval.wilson(0, 10).low()).isZero();
    assertThat(Interval.wilson(1, 10).high()).isCloseTo(1, within(1e-12));
  }

  @Test
  void takesStudentsQuantile() {
    // scipy 1.17.1: t.ppf(.975, 2) = 4.302652729911275
    assertThat(Interval.student(1, 2, 2).high()).isCloseTo(1 + 2 * 4.302652729911275, within(1e-9));
    assertThat(Interval.student(1, 2, Double.POSITIVE_INFINITY).low())
        .isCloseTo(Interval.normal(1, 2).low(), within(1e-9));
  }
}
