package bantam.runners.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The weights of attention in every family. */
class AttentionTest {
  private static Engine engine;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  static Stream<String> families() {
    return TinyFamily.names();
  }

  private static int[][] rows() {
    return new int[][] {
      IntStream.range(0, 9).map(i -> 3 + i * i % 29).toArray(),
      IntStream.range(0, 9).map(i -> 3 + i * 7 % 29).toArray()
    };
  }

  /** Rows sum to 1, see nothing later, and make of the values what the layer makes. */
  @ParameterizedTest
  @MethodSource("families")
  void areThoseThatTheLayerUses(String family) {
    try (Decoder decoder =
            Decoder.random(TinyFamily.config(family, directory.resolve("shape")), engine, 3);
        NDManager scope = engine.scope()) {
      decoder.weights().values().forEach(weight -> weight.muli(5)); // far from uniform
      float[] received = Attention.received(scope, decoder, rows(), 1).toFloatArray();
      int window = decoder.config().block().attention().window();
      for (int layer = 0; layer < 3; layer++) {
        List<NDArray> found = Attention.weights(scope, decoder, rows(), layer);
        assertThat(found.get(0).getShape()).isEqualTo(new Shape(2, 4, 9, 9));
        float[] weights = found.get(0).toFloatArray();
        boolean slides = false;
        for (int head = 0; head < 8; head++) {
          double alpha = 0;
          for (int i = 0; i < 9; i++) {
            double sum = 0;
            for (int k = 0; k < 9; k++) {
              double weight = weights[(head * 9 + i) * 9 + k];
              sum += weight;
              assertThat(weight).isBetween(0.0, k > i ? 0.0 : 1.000001);
              slides |= window > 0 && i - k == window && weight == 0;
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
            alpha += i >= 1 ? weights[(head * 9 + i) * 9 + 1] / 8 : 0;
          }
          assertThat((double) received[layer * 8 + head]).isCloseTo(alpha, within(1e-6));
        }
        List<Boolean> sliding = decoder.config().block().attention().sliding();
        assertThat(slides).isEqualTo(!sliding.isEmpty() && sliding.get(layer));
        float[] own = found.get(1).toFloatArray();
        float[] wanted = found.get(2).toFloatArray();
        for (int i = 0; i < own.length; i++) {
          assertThat(own[i]).isCloseTo(wanted[i], within(1e-4f));
        }
      }
    }
  }

  /** By hand: a row that looks at the first token only, an even one, and a real one. */
  @Test
  void averagesOverTheTokensThatSeeOne() {
    try (NDManager scope = engine.scope()) {
      float[] weights = {1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, .5f, .5f, 0, 1 / 3f, 1 / 3f, 1 / 3f};
      NDArray a = scope.create(weights, new Shape(1, 2, 3, 3));
      float[] first = engine.kernels().one(scope, "received", a, 0).toFloatArray();
      assertThat(first[0]).isEqualTo(1);
      // (1 + 1/2 + 1/3) / 3
      assertThat(first[1]).isCloseTo(11 / 18f, within(1e-6f));
      float[] second = engine.kernels().one(scope, "received", a, 1).toFloatArray();
      assertThat(second[0]).isZero();
      // (1/2 + 1/3) / 2
      assertThat(second[1]).isCloseTo(5 / 12f, within(1e-6f));
      assertThat(engine.kernels().one(scope, "received", a, 2).toFloatArray()[1])
          .isCloseTo(1 / 3f, within(1e-6f));
    }
  }

  /** Keys that are all zero: every token attends evenly to those before it and itself. */
  @Test
  void isEvenWithoutKeys() {
    try (Decoder decoder =
            Decoder.random(TinyFamily.config("llama", directory.resolve("shape")), engine, 3);
        NDManager scope = engine.scope()) {
      decoder
          .weights()
          .forEach(
              (name, weight) -> {
                if (name.endsWith("k_proj.weight")) {
                  weight.muli(0);
                }
              });
      float harmonic = (float) IntStream.rangeClosed(1, 9).mapToDouble(i -> 1.0 / i).sum();
      for (float alpha : Attention.received(scope, decoder, rows(), 0).toFloatArray()) {
        assertThat(alpha).isCloseTo(harmonic / 9, within(1e-5f));
      }
    }
  }
}
