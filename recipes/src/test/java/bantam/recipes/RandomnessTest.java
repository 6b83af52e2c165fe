package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RandomnessTest {
  /** The published test vector of SplitMix64 for seed 1234567 (Rosetta Code). */
  @Test
  void isSplitMix64() {
    RandomGenerator generator = new Randomness.SplitMix(1234567);
    assertThat(Long.toUnsignedString(generator.nextLong())).isEqualTo("6457827717110365317");
    assertThat(Long.toUnsignedString(generator.nextLong())).isEqualTo("3203168211198807973");
    assertThat(Long.toUnsignedString(generator.nextLong())).isEqualTo("9817491932198370423");
    assertThat(Long.toUnsignedString(generator.nextLong())).isEqualTo("4593380528125082431");
    assertThat(Long.toUnsignedString(generator.nextLong())).isEqualTo("16408922859458223821");
  }

  @Test
  void isAFunctionOfItsAddress() {
    assertThat(Randomness.seedOf(17, "dropout", 3)).isEqualTo(Randomness.seedOf(17, "dropout", 3));
    assertThat(Randomness.of(17, "dropout", 3).nextLong())
        .isEqualTo(Randomness.of(17, "dropout", 3).nextLong());
  }

  @Test
  void tellsNeighbouringAddressesApart() {
    Set<Long> seeds = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      for (int index = 0; index < 200; index++) {
        for (String purpose : new String[] {"", "a", "b", "aa", "ab", "ba", "order"}) {
          seeds.add(Randomness.seedOf(seed, purpose, index));
        }
      }
    }
    assertThat(seeds).hasSize(20 * 200 * 7);
  }

  /** The number is from a Python version of the same formula. */
  @Test
  void staysTheSameOverVersions() {
    assertThat(Randomness.seedOf(17, "order", 0)).isEqualTo(-6186484398341089228L);
  }

  @Test
  void isUniformOverIndices() {
    double sum = 0;
    int n = 100_000;
    for (int i = 0; i < n; i++) {
      sum += Randomness.of(1, "mean", i).nextDouble();
    }
    // The standard error of the mean is 0.0009.
    assertThat(sum / n).isCloseTo(0.5, within(0.004));
  }
}
