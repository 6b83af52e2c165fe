package bantam.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HolmTest {
  /** By hand: 4 · 0.005, 3 · 0.01, 2 · 0.03, and no less than that for 0.04. */
  @Test
  void multipliesByTheTestsThatAreLeft() {
    assertThat(Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
    assertThat(Holm.adjusted(new double[] {0.6, 0.7})).containsExactly(1, 1);
    assertThat(Holm.adjusted(new double[] {0.04})).containsExactly(0.04);
  }

  @Test
  void liesBetweenThePlainAndBonferronisAndKeepsTheOrder() {
    SplittableRandom random = new SplittableRandom(3);
    double[] p = random.doubles(50).toArray();
    double[] adjusted = Holm.adjusted(p);
    for (int i = 0; i < p.length; i++) {
      assertThat(adjusted[i]).isBetween(p[i], Math.min(1, 50 * p[i]));
      for (int j = 0; j < p.length; j++) {
        assertThat(adjusted[i] <= adjusted[j] || p[i] > p[j]).isTrue();
      }
    }
    assertThat(Arrays.stream(adjusted).min().orElseThrow())
        .isEqualTo(Math.min(1, 50 * Arrays.stream(p).min().orElseThrow()));
  }
}
