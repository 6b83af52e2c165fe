package bantam.data.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Shared;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what CPython 3.11.7 printed, and what lm-evaluation-harness drew with it. */
class PythonRandomTest {
  @Test
  void drawsWhatPythonDraws() {
    PythonRandom random = new PythonRandom(1234);
    assertThat(random.random()).isEqualTo(0.9664535356921388);
    assertThat(random.random()).isEqualTo(0.4407325991753527);
    assertThat(random.random()).isEqualTo(0.007491470058587191);
    PythonRandom words = new PythonRandom(1234);
    assertThat(words.bits(32)).isEqualTo(4150886329L);
    assertThat(words.bits(32)).isEqualTo(3342196574L);
  }

  @Test
  void seedsWithWideAndNegativeNumbersAsPython() {
    assertThat(new PythonRandom((1L << 40) + 7).bits(32)).isEqualTo(2635837658L);
    PythonRandom negative = new PythonRandom(-5);
    assertThat(negative.bits(7)).isEqualTo(79);
    assertThat(negative.bits(1)).isZero();
  }

  /** The pool of 85 is copied for six, that of 86 is not. */
  @Test
  void samplesByBothOfPythonsAlgorithms() {
    PythonRandom random = new PythonRandom(1234);
    assertThat(random.sample(20, 5)).containsExactly(14, 3, 0, 2, 1);
    assertThat(random.sample(1000, 5)).containsExactly(687, 709, 85, 100, 784);
    assertThat(random.sample(86, 6)).containsExactly(45, 30, 2, 3, 44, 82);
    assertThat(random.sample(85, 6)).containsExactly(79, 61, 78, 59, 19, 11);
  }

  @Test
  void choosesAndShufflesAsPython() {
    assertThat(new PythonRandom(0).choices(10, 10)).containsExactly(8, 7, 4, 2, 5, 4, 7, 3, 4, 5);
    assertThat(new PythonRandom(17).shuffled(8)).containsExactly(3, 1, 0, 4, 5, 2, 7, 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 21, 22, 500})
  void sampleOfAllIsAPermutation(int size) {
    int[] drawn = new PythonRandom(size).sample(size, size);
    assertThat(Arrays.stream(drawn).sorted())
        .containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    PythonRandom random = new PythonRandom(1);
    assertThatThrownBy(() -> random.sample(3, 4)).hasMessage("4 of 3");
    assertThatThrownBy(() -> random.below(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> random.bits(33)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void drawsTheReferencesShots() throws IOException {
    JsonNode golden =
        new JsonMapper()
            .readTree(Shared.path("reference/golden/lm-eval-pure-functions.json").toFile());
    PythonRandom words = new PythonRandom(1234);
    golden
        .get("rng1234_getrandbits32")
        .forEach(word -> assertThat(words.bits(32)).isEqualTo(word.longValue()));
    PythonRandom numbers = new PythonRandom(1234);
    golden
        .get("rng1234_random")
        .forEach(number -> assertThat(numbers.random()).isEqualTo(number.doubleValue()));
    PythonRandom choices = new PythonRandom(0);
    golden.get("choices_seed0_n10").forEach(row -> checkDraw(row, choices.choices(10, row.size())));
    for (Map.Entry<String, JsonNode> trace : golden.get("sample_trace").properties()) {
      String[] sizes = trace.getKey().split("[=,]", -1);
      PythonRandom random = new PythonRandom(1234);
      for (JsonNode row : trace.getValue()) {
        checkDraw(row, random.sample(Integer.parseInt(sizes[1]), Integer.parseInt(sizes[3])));
      }
    }
  }

  private static void checkDraw(JsonNode expected, int[] found) {
    assertThat(Arrays.toString(found)).isEqualTo(expected.toString().replace(",", ", "));
  }
}
