package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  // 2e-3 and 2.0E-3 are what JDK 17 and 19 make of the same double.
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-1.50, -1.5",
    "0.002, 0.002",
    "1e23, 1e23",
    "2e-44, 2e-44",
    "4.9e-324, 5e-324",
    "1e-7, 0.0000001",
    "123456789012, 123456789012",
    "0.1, 0.1",
    "-0.0, 0"
  })
  void writesTheShortestDecimal(double value, String text) {
    assertThat(Numbers.text(value)).isEqualTo(text);
  }

  @Test
  void readsBackEveryDouble() {
    RandomGenerator random = Randomness.of(1, "doubles", 0);
    for (int i = 0; i < 5_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = Numbers.text(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        assertThat(Scalars.number(new Node.Scalar(Origin.override(""), text, false)))
            .hasValue(value);
      }
    }
  }
}
