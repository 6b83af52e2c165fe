package bantam.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {
  /** scipy 1.17.1: {@code binomtest(lost, lost + gained).pvalue}. */
  @ParameterizedTest
  @CsvSource({
    "3, 17, 0.0025768280029296875",
    "10, 11, 1",
    "480, 520, 0.2174482932041415",
    "2200, 2800, 2.2291847988565358e-17"
  })
  void isTheBinomialTest(long lost, long gained, double p) {
    assertThat(new McNemar(lost, gained).p()).isCloseTo(p, Percentage.withPercentage(1e-6));
    assertThat(new McNemar(gained, lost).p()).isEqualTo(new McNemar(lost, gained).p());
  }

  @Test
  void countsCoinsWhereThereAreFew() {
    assertThat(new McNemar(0, 0).p()).isEqualTo(1);
    assertThat(new McNemar(0, 5).p()).isCloseTo(2 / 32.0, Percentage.withPercentage(1e-9));
    assertThat(new McNemar(1, 5).p()).isCloseTo(2 * 7 / 64.0, Percentage.withPercentage(1e-9));
  }
}
