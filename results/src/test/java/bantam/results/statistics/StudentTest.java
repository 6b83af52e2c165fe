package bantam.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudentTest {
  /** scipy 1.17.1: {@code 2 * t.sf(t, df)} and {@code 2 * norm.sf(t)}. */
  @ParameterizedTest
  @CsvSource({
    "2.1, 4, 0.10365328631760218",
    "0.3, 1, 0.8144528418445154",
    "12, 30, 5.580185415199261e-13",
    "2, 1e6, 0.04550053385131924",
    "1.5, Infinity, 0.13361440253771614",
    "5, Infinity, 5.733031437583866e-7",
    "9, Infinity, 2.2571768119076647e-19"
  })
  void givesTheTails(double t, double freedom, double p) {
    assertThat(Student.twoSided(t, freedom)).isCloseTo(p, Percentage.withPercentage(1e-7));
    assertThat(Student.twoSided(-t, freedom)).isEqualTo(Student.twoSided(t, freedom));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 7, 100, 5000, Double.POSITIVE_INFINITY})
  void isUndoneByItsQuantile(double freedom) {
    for (double above : new double[] {0.4, 0.1, 0.025, 1e-4}) {
      assertThat(Student.twoSided(Student.exceeded(above, freedom), freedom))
          .isCloseTo(2 * above, within(1e-10));
    }
  }

  @Test
  void isCertainWhereNothingSpreads() {
    assertThat(Student.twoSided(Double.POSITIVE_INFINITY, 3)).isZero();
    assertThat(Student.twoSided(0, 3)).isEqualTo(1);
    assertThat(Student.twoSided(Double.NaN, 3)).isNaN();
    assertThat(Student.twoSided(Double.NaN, Double.POSITIVE_INFINITY)).isNaN();
  }
}
