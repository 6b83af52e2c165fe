package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RollingTest {
  @Test
  void predictsEveryTokenOnceInOrder() {
    for (int length = 0; length < 30; length++) {
      int[] ids = IntStream.range(100, 100 + length).toArray();
      List<Pair> windows = Rolling.windows(ids, 1, 7);
      assertThat(windows.stream().flatMapToInt(w -> Arrays.stream(w.continuation())).toArray())
          .isEqualTo(ids);
      assertThat(windows).allMatch(window -> window.length() <= 7);
    }
  }

  @Test
  void fillsTheLastWindowWithContext() {
    List<Pair> windows = Rolling.windows(IntStream.range(10, 20).toArray(), 1, 4);
    assertThat(windows)
        .containsExactly(
            Pair.of(new int[] {1}, new int[] {10, 11, 12, 13}),
            Pair.of(new int[] {13}, new int[] {14, 15, 16, 17}),
            Pair.of(new int[] {15, 16, 17}, new int[] {18, 19}));
  }
}
