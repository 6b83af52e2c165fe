package bantam.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EfficiencyTest {
  private static Efficiency row(
      long items, long requests, long tokens, double seconds, double latency, double first) {
    return new Efficiency(
        "r-1",
        1,
        "sums",
        "writing",
        "cpu",
        false,
        items,
        requests,
        tokens,
        seconds,
        1000 * seconds / items,
        latency,
        OptionalDouble.of(first),
        tokens / seconds,
        OptionalLong.of(1000 * items),
        OptionalLong.empty());
  }

  /** By hand: 30 items in 5 s, 900 tokens; latencies 100 x 10 and 400 x 20 over 30 requests. */
  @Test
  void addsUpWhatAddsUp() {
    Efficiency both = row(10, 10, 300, 1, 100, 5).and(row(20, 20, 600, 4, 400, 20));
    assertThat(both.items()).isEqualTo(30);
    assertThat(both.tokens()).isEqualTo(900);
    assertThat(both.seconds()).isEqualTo(5);
    assertThat(both.msPerItem()).isCloseTo(5000.0 / 30, within(1e-9));
    assertThat(both.latencyMs()).isCloseTo(300, within(1e-9));
    assertThat(both.firstTokenMs().orElseThrow()).isCloseTo(15, within(1e-9));
    assertThat(both.tokensPerSecond()).isCloseTo(180, within(1e-9));
    assertThat(both.peakMemory()).hasValue(20_000);
    assertThat(both.deviceMemory()).isEmpty();
  }

  @Test
  void doesNotDependOnTheOrder() {
    Efficiency a = row(10, 10, 300, 1, 100, 5);
    Efficiency b = row(20, 20, 600, 4, 400, 20);
    Efficiency c = row(5, 7, 100, 0.5, 30, 1);
    assertThat(a.and(b).and(c).latencyMs()).isCloseTo(c.and(a.and(b)).latencyMs(), within(1e-9));
    assertThat(a.and(b).and(c).msPerItem()).isCloseTo(a.and(b.and(c)).msPerItem(), within(1e-9));
    assertThat(a.and(b)).isEqualTo(b.and(a));
  }
}
