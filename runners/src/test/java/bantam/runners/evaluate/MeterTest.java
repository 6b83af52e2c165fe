package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.results.Efficiency;
import bantam.runners.evaluate.Meter.Part;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class MeterTest {
  private final Queue<Long> used = new ArrayDeque<>(List.of(5L, 9L, 7L));
  private final Meter meter =
      new Meter(Meter.SCORING, "a device", () -> OptionalLong.of(used.remove()));

  /** By hand: of the 3 s of the second pass, 100 of 300 tokens are a's. */
  @Test
  void sharesAPassByItsTokens() {
    meter.pass(List.of(new Part("a", "0", 4, 100)), 60, 0);
    meter.pass(List.of(new Part("a", "1", 4, 100), new Part("b", "0", 2, 200)), 3, 0);
    meter.pass(List.of(new Part("b", "0", 2, 50), new Part("b", "1", 4, 50)), 1, 0);
    List<Efficiency> rows = meter.rows("r-1", 2);
    assertThat(rows).extracting(Efficiency::task).containsExactly("a", "b", "all");
    assertThat(rows).extracting(Efficiency::attempt).containsOnly(2);
    assertThat(rows).extracting(Efficiency::firstPass).containsOnly(false);
    assertThat(rows).extracting(Efficiency::items).containsExactly(1L, 2L, 3L);
    assertThat(rows).extracting(Efficiency::requests).containsExactly(4L, 8L, 12L);
    assertThat(rows).extracting(Efficiency::tokens).containsExactly(100L, 300L, 400L);
    assertThat(rows.get(0).seconds()).isCloseTo(1, within(1e-9));
    assertThat(rows.get(1).seconds()).isCloseTo(3, within(1e-9));
    assertThat(rows.get(2).seconds()).isCloseTo(4, within(1e-9));
    assertThat(rows.get(0).latencyMs()).isCloseTo(3000, within(1e-9));
    assertThat(rows.get(1).latencyMs()).isCloseTo(1000 * (3 * 2 + 1 * 6) / 8.0, within(1e-9));
    assertThat(rows.get(1).msPerItem()).isCloseTo(1500, within(1e-9));
    assertThat(rows.get(2).tokensPerSecond()).isCloseTo(100, within(1e-9));
    assertThat(rows.get(2).deviceMemory()).hasValue(9);
    assertThat(rows.get(2).firstTokenMs()).isEmpty();
  }

  @Test
  void takesTheFirstPassWhereThereIsNoOther() {
    meter.pass(List.of(new Part("a", "0", 2, 10)), 2, 0);
    assertThat(meter.rows("r-1", 1)).extracting(Efficiency::firstPass).containsExactly(true, true);
    assertThat(meter.rows("r-1", 1).get(0).msPerItem()).isCloseTo(2000, within(1e-9));
  }

  @Test
  void tellsWhenAnAnswerBegins() {
    Meter writing = new Meter(Meter.WRITING, "a device", OptionalLong::empty);
    writing.pass(List.of(new Part("a", "0", 1, 20)), 9, 8);
    writing.pass(List.of(new Part("a", "0", 1, 20), new Part("a", "1", 1, 0)), 2, 0.5);
    Efficiency row = writing.rows("r-1", 1).get(0);
    assertThat(row.firstTokenMs().orElseThrow()).isCloseTo(500, within(1e-9));
    assertThat(row.tokensPerSecond()).isCloseTo(10, within(1e-9));
    assertThat(row.items()).isEqualTo(2);
  }

  @Test
  void hasNothingToTellOfNoPass() {
    assertThat(meter.rows("r-1", 1)).isEmpty();
  }
}
