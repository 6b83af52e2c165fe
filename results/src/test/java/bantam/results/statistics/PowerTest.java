package bantam.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerTest {
  /** scipy 1.17.1: the noncentrality at which {@code nct.sf(t.ppf(.975, df), df, nc)} is 0.8. */
  @ParameterizedTest
  @CsvSource({
    "1, 16.334008869921455",
    "2, 5.653489266405569",
    "4, 3.761060261004304",
    "30, 2.8953617515792702",
    "Infinity, 2.8015852181129683"
  })
  void isThatOfStudentsTest(double freedom, double errors) {
    assertThat(Power.detectable(freedom)).isCloseTo(errors, within(1e-6));
  }

  @Test
  void falls() {
    double before = Double.POSITIVE_INFINITY;
    for (double freedom = 1; freedom < 1e7; freedom *= 3) {
      assertThat(Power.detectable(freedom)).isLessThan(before);
      before = Power.detectable(freedom);
    }
  }
}
