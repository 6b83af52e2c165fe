package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.RecipeException;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingTest {
  @Test
  void predictsEveryTokenOnceInOrder() {
    for (int length = 0; length < 30; length++) {
      int[] ids = IntStream.range(100, 100 + length).toArray();
      List<Pair> windows = new Rolling(7).windows(ids, 1);
      assertThat(windows.stream().flatMapToInt(w -> Arrays.stream(w.continuation())).toArray())
          .isEqualTo(ids);
      assertThat(windows).allMatch(window -> window.length() <= 7);
    }
  }

  @Test
  void fillsTheLastWindowWithContext() {
    List<Pair> windows = new Rolling(4).windows(IntStream.range(10, 20).toArray(), 1);
    assertThat(windows)
        .containsExactly(
            Pair.of(new int[] {1}, new int[] {10, 11, 12, 13}),
            Pair.of(new int[] {13}, new int[] {14, 15, 16, 17}),
            Pair.of(new int[] {15, 16, 17}, new int[] {18, 19}));
  }

  /** By hand: after the first window, each one predicts two tokens behind three. */
  @Test
  void overlapsByContextMinusStride() {
    List<Pair> windows = new Rolling(4, 2).windows(IntStream.range(10, 19).toArray(), 1);
    assertThat(windows)
        .containsExactly(
            Pair.of(new int[] {1}, new int[] {10, 11, 12, 13}),
            Pair.of(new int[] {11, 12, 13}, new int[] {14, 15}),
            Pair.of(new int[] {13, 14, 15}, new int[] {16, 17}),
            Pair.of(new int[] {14, 15, 16, 17}, new int[] {18}));
  }

  @Test
  void predictsEveryTokenOnceFromEnoughOthers() {
    for (int stride = 1; stride <= 7; stride++) {
      Rolling rolling = new Rolling(7, stride);
      for (int length = 0; length < 30; length++) {
        int[] ids = IntStream.range(100, 100 + length).toArray();
        List<Pair> windows = rolling.windows(ids, 1);
        assertThat(windows.stream().flatMapToInt(w -> Arrays.stream(w.continuation())).toArray())
            .isEqualTo(ids);
        int least = 7 - stride + 1;
        assertThat(windows.stream().skip(1))
            .allMatch(window -> window.length() == 7 && window.context().length >= least);
      }
    }
  }

  @Test
  void refusesAStrideThatLeavesTokensOut() {
    assertThat(Rolling.of(8, 0)).isEqualTo(new Rolling(8, 8)).isEqualTo(new Rolling(8));
    assertThatThrownBy(() -> Rolling.of(8, 9))
        .isInstanceOf(RecipeException.class)
        .hasMessage("stride is 9; it must be at most the context, which is 8");
  }

  /** Stride 1: every token by itself, behind all that the model can read. */
  @Test
  void scoresWithStrideOneAsTokenByToken(@TempDir Path folder) {
    Path model = Tiny.model(folder, Dtype.F32, 24, 24);
    int[] ids = IntStream.range(0, 21).map(i -> 3 + i * 37 % 90).toArray();
    try (Engine engine = Shared.engine();
        Subject subject = Subject.open(engine, model)) {
      double rolled = nats(subject, new Rolling(6, 1).windows(ids, 2));
      List<Pair> alone = new ArrayList<>();
      int[] behind = IntStream.concat(IntStream.of(2), Arrays.stream(ids)).toArray();
      for (int i = 1; i < behind.length; i++) {
        alone.add(
            Pair.of(Arrays.copyOfRange(behind, Math.max(0, i - 6), i), new int[] {behind[i]}));
      }
      assertThat(rolled).isCloseTo(nats(subject, alone), within(1e-4));
      assertThat(rolled).isNotEqualTo(nats(subject, new Rolling(6, 3).windows(ids, 2)));
    }
  }

  private static double nats(Subject subject, List<Pair> pairs) {
    return new ModelScorer(subject.decoder(), 256, Set.of(), Progress.silent(), new StopSignal())
        .score(pairs).stream().mapToDouble(Likelihood::nats).sum();
  }
}
