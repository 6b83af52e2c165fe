package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chunked head against plain arithmetic in double precision. */
class CrossEntropyTest {
  private static final int N = 13;
  private static final int WIDTH = 6;
  private static final int VOCABULARY = 11;

  private static Engine engine;

  private final float[] h = values(1, N * WIDTH);
  private final float[] w = values(2, VOCABULARY * WIDTH);
  private final long[] targets = new Random(3).longs(N, 0, VOCABULARY).toArray();

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 2);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static float[] values(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Sum over the rows in nats. */
  private static double reference(float[] h, float[] w, long[] targets) {
    double total = 0;
    for (int i = 0; i < N; i++) {
      double[] z = new double[VOCABULARY];
      double sum = 0;
      for (int v = 0; v < VOCABULARY; v++) {
        for (int d = 0; d < WIDTH; d++) {
          z[v] += (double) h[i * WIDTH + d] * w[v * WIDTH + d];
        }
        sum += Math.exp(z[v]);
      }
      total += Math.log(sum) - z[(int) targets[i]];
    }
    return total;
  }

  private NDList formed(NDManager scope, NDArray dw, double scale, int rows) {
    return engine
        .kernels()
        .call(
            scope,
            "cross_entropy_head",
            scope.create(h, new Shape(N, WIDTH)),
            scope.create(w, new Shape(VOCABULARY, WIDTH)),
            0.0,
            dw,
            scope.create(targets),
            scale,
            rows);
  }

  @Test
  void sumsTheLossInNats() {
    try (NDManager scope = engine.scope()) {
      NDArray dw = scope.zeros(new Shape(VOCABULARY, WIDTH));
      NDArray total = formed(scope, dw, 1, 4).get(0);
      assertThat(total.getDataType()).isEqualTo(DataType.FLOAT64);
      assertThat(total.getDouble()).isCloseTo(reference(h, w, targets), within(1e-5));
    }
  }

  @Test
  void itsGradientsAreThoseOfFiniteDifferences() {
    try (NDManager scope = engine.scope()) {
      NDArray dw = scope.zeros(new Shape(VOCABULARY, WIDTH));
      float[] dh = formed(scope, dw, 0.5, 4).get(1).toFloatArray();
      float[] dHead = dw.toFloatArray();
      for (int i = 0; i < h.length; i++) {
        assertThat((double) dh[i]).isCloseTo(0.5 * slope(h, i), within(1e-4));
      }
      for (int i = 0; i < w.length; i++) {
        assertThat((double) dHead[i]).isCloseTo(0.5 * slope(w, i), within(1e-4));
      }
    }
  }

  private double slope(float[] of, int index) {
    float before = of[index];
    float step = 1e-2f;
    of[index] = before + step;
    double above = reference(h, w, targets);
    of[index] = before - step;
    double below = reference(h, w, targets);
    of[index] = before;
    return (above - below) / ((before + step) - (double) (before - step));
  }

  @Test
  void chunksAndTheWholeAgree() {
    try (NDManager scope = engine.scope()) {
      NDArray whole = scope.zeros(new Shape(VOCABULARY, WIDTH));
      NDList once = formed(scope, whole, 1, N);
      for (int rows : new int[] {1, 4, 12}) {
        NDArray dw = scope.zeros(new Shape(VOCABULARY, WIDTH));
        NDList chunked = formed(scope, dw, 1, rows);
        assertThat(chunked.get(0).getDouble()).isCloseTo(once.get(0).getDouble(), within(1e-5));
        assertThat(chunked.get(1).allClose(once.get(1), 1e-5, 1e-5, false)).isTrue();
        assertThat(dw.allClose(whole, 1e-5, 1e-5, false)).isTrue();
      }
    }
  }

  @Test
  void addsToTheHeadsGradient() {
    try (NDManager scope = engine.scope()) {
      NDArray once = scope.zeros(new Shape(VOCABULARY, WIDTH));
      formed(scope, once, 1, 4);
      NDArray twice = scope.zeros(new Shape(VOCABULARY, WIDTH));
      formed(scope, twice, 1, 4);
      formed(scope, twice, 1, 4);
      assertThat(twice.allClose(once.mul(2), 1e-5, 1e-5, false)).isTrue();
    }
  }

  @Test
  void aFrozenHeadAndTheLossAloneGiveTheSame() {
    try (NDManager scope = engine.scope()) {
      NDArray x = scope.create(h, new Shape(N, WIDTH));
      NDArray head = scope.create(w, new Shape(VOCABULARY, WIDTH));
      NDArray goal = scope.create(targets);
      NDList with = formed(scope, scope.zeros(head.getShape()), 2, 4);
      NDList frozen = engine.kernels().call(scope, "cross_entropy", x, head, 0.0, goal, 2.0, 4);
      NDArray alone = engine.kernels().one(scope, "cross_entropy_sum", x, head, 0.0, goal, 4);
      assertThat(frozen.get(0).getDouble()).isEqualTo(with.get(0).getDouble());
      assertThat(frozen.get(1).toFloatArray()).containsExactly(with.get(1).toFloatArray());
      assertThat(alone.getDouble()).isEqualTo(with.get(0).getDouble());
    }
  }

  @Test
  void staysFiniteWhereProbabilitiesVanish() {
    try (NDManager scope = engine.scope()) {
      NDArray x = scope.create(new float[] {1000, 0}, new Shape(1, 2));
      NDArray head = scope.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
      NDArray loss =
          engine
              .kernels()
              .one(scope, "cross_entropy_sum", x, head, 0.0, scope.create(new long[] {1}), 4);
      assertThat(loss.getDouble()).isEqualTo(1000);
    }
  }
}
