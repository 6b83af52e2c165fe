package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EstimateTest {
  /** lm-evaluation-harness for arc_easy: 24 of 100 right, standard error 0.04292347. */
  @Test
  void givesTheHarnessesStandardError() {
    double[] right = new double[100];
    Arrays.fill(right, 0, 24, 1);
    Estimate estimate = Estimate.mean(right);
    assertThat(estimate.value()).isCloseTo(0.24, within(1e-12));
    assertThat(estimate.stderr()).isCloseTo(0.04292347, within(1e-8));
    assertThat(estimate.n()).isEqualTo(100);
  }

  @Test
  void knowsNoErrorOfOneUnit() {
    assertThat(Estimate.mean(new double[] {3}).stderr()).isNaN();
    assertThat(Estimate.ratio(new double[] {3}, new double[] {2}).stderr()).isNaN();
  }

  @Test
  void isTheMeanWhereAllDenominatorsAreOne() {
    double[] values = {1, 4, 2, 8};
    Estimate ratio = Estimate.ratio(values, new double[] {1, 1, 1, 1});
    Estimate mean = Estimate.mean(values);
    assertThat(ratio.value()).isCloseTo(mean.value(), within(1e-12));
    assertThat(ratio.stderr()).isCloseTo(mean.stderr(), within(1e-12));
  }

  @Test
  void hasNoErrorWhereEveryUnitHasTheSameRatio() {
    Estimate ratio = Estimate.ratio(new double[] {2, 4, 6}, new double[] {1, 2, 3});
    assertThat(ratio.value()).isCloseTo(2, within(1e-12));
    assertThat(ratio.stderr()).isCloseTo(0, within(1e-12));
  }
}
