package bantam.runners.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every family keeps; a member of the catalogue is here without being named. */
class FamiliesTest {
  /** Mean absolute logit, and the mean of each logit times a wave, of {@link #IDS}; ours. */
  private static final Map<String, double[]> CHECKSUMS =
      Map.ofEntries(
          Map.entry("gemma", new double[] {1.00538, 0.00036}),
          Map.entry("gemma2", new double[] {0.87415, 0.00257}),
          Map.entry("gemma3_text", new double[] {1.01192, 0.04298}),
          Map.entry("gpt2", new double[] {1.13739, -0.01269}),
          Map.entry("gpt_neox", new double[] {0.88120, -0.01141}),
          Map.entry("llama", new double[] {1.03952, -0.05516}),
          Map.entry("mistral", new double[] {0.97211, -0.05533}),
          Map.entry("olmo2", new double[] {1.12607, 0.02666}),
          Map.entry("opt", new double[] {0.79904, 0.03404}),
          Map.entry("phi3", new double[] {1.03953, -0.05516}),
          Map.entry("qwen2", new double[] {0.91717, 0.00494}),
          Map.entry("qwen3", new double[] {0.95759, 0.00434}),
          Map.entry("smollm3", new double[] {0.95994, 0.02214}),
          Map.entry("stablelm", new double[] {0.93024, -0.06586}));

  private static final double STEP = 0.002;

  private static final int[] IDS = Tiny.ids(21, 13);

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

  static List<String> families() {
    return TinyFamily.names().toList();
  }

  private Decoder model(String family) {
    return Tiny.model(TinyFamily.config(family, directory.resolve("shape")), engine, 22);
  }

  private static void assertClose(float[] actual, float[] wanted, double tolerance) {
    assertThat(actual).hasSize(wanted.length);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).as("[%d]", i).isCloseTo(wanted[i], within(tolerance));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void givesTheLogitsThatItGave(String family) {
    try (Decoder model = model(family);
        NDManager scope = engine.scope()) {
      double size = 0;
      double wave = 0;
      int at = 0;
      for (float[] row : Golden.logits(model, scope, IDS)) {
        for (float logit : row) {
          size += Math.abs(logit);
          wave += logit * Math.cos(at++);
        }
      }
      assertThat(CHECKSUMS)
          .as("record {%.5f, %.5f} of %s", size / at, wave / at, family)
          .containsKey(family);
      assertThat(size / at).isCloseTo(CHECKSUMS.get(family)[0], within(2e-4));
      assertThat(wave / at).isCloseTo(CHECKSUMS.get(family)[1], within(2e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void readsThroughTheCacheAndInPackedRowsAsAlone(String family) {
    int[] other = Tiny.ids(23, 9);
    int width = 16;
    try (Decoder model = model(family);
        NDManager scope = engine.scope();
        Cache cache = model.cache(new int[] {4, 0}, 13)) {
      float[] alone = Tiny.hidden(model, IDS);
      float[] otherAlone = Tiny.hidden(model, other);
      int[] row = Arrays.copyOf(other, 22);
      System.arraycopy(IDS, 0, row, 9, 13);
      long[] documents = new long[22];
      Arrays.fill(documents, 9, 22, 1);
      Attend attend = Attend.documents(scope.create(documents, new Shape(1, 22)));
      float[] packed =
          model.hidden(scope, Decoder.ids(scope, new int[][] {row}), attend).toFloatArray();
      assertClose(Arrays.copyOf(packed, 9 * width), otherAlone, 2e-5);
      assertClose(Arrays.copyOfRange(packed, 9 * width, 22 * width), alone, 2e-5);
      int[][] rows = {new int[13], IDS};
      System.arraycopy(other, 0, rows[0], 4, 9);
      for (int[] span : new int[][] {{0, 6}, {6, 9}, {9, 10}, {10, 13}}) {
        int[][] part = {
          Arrays.copyOfRange(rows[0], span[0], span[1]),
          Arrays.copyOfRange(rows[1], span[0], span[1])
        };
        float[] read = cache.read(scope, Decoder.ids(scope, part)).toFloatArray();
        int tokens = span[1] - span[0];
        assertClose(
            Arrays.copyOfRange(read, tokens * width, 2 * tokens * width),
            Arrays.copyOfRange(alone, span[0] * width, span[1] * width),
            2e-5);
        int from = Math.max(4, span[0]);
        assertClose(
            Arrays.copyOfRange(read, (from - span[0]) * width, tokens * width),
            Arrays.copyOfRange(otherAlone, (from - 4) * width, (span[1] - 4) * width),
            2e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void longSequencesGiveWhatShortOnesGive(String family) {
    // beyond 200 tokens attention goes through another operator, where the family's can
    int[] ids = Tiny.ids(24, 300);
    try (Decoder model = model(family)) {
      float[] all = Tiny.hidden(model, ids);
      float[] some = Tiny.hidden(model, Arrays.copyOf(ids, 150));
      assertClose(Arrays.copyOf(all, some.length), some, 3e-5);
    }
  }

  /** The loss of {@link #IDS}, summed, in nats. */
  private static double loss(Decoder model) {
    try (NDManager scope = engine.scope()) {
      NDArray ids = Decoder.ids(scope, new int[][] {Arrays.copyOf(IDS, 12)});
      NDArray hidden = model.hidden(scope, ids, Attend.causal());
      NDArray targets = scope.create(Arrays.stream(IDS).skip(1).asLongStream().toArray());
      return engine
          .kernels()
          .one(scope, "cross_entropy_sum", hidden, model.head(), model.logitCap(), targets, 5)
          .getDouble();
    }
  }

  /** The gradients of the loss by all weights. */
  private static SortedMap<String, float[]> gradients(Decoder model, boolean recompute) {
    SortedMap<String, NDArray> named = new TreeMap<>(model.weights());
    if (!model.config().tied()) {
      // the graph does not know it: its gradient is formed with the loss
      named.remove(Parameters.HEAD);
    }
    List<NDArray> leaves = List.copyOf(named.values());
    leaves.forEach(leaf -> leaf.setRequiresGradient(true));
    try (NDManager scope = engine.scope()) {
      NDArray ids = Decoder.ids(scope, new int[][] {Arrays.copyOf(IDS, 12)});
      NDArray targets = scope.create(Arrays.stream(IDS).skip(1).asLongStream().toArray());
      Passage passage = model.pass(scope, ids, Attend.causal(), OptionalLong.empty(), recompute);
      NDArray dw = scope.zeros(model.head().getShape());
      NDList formed =
          engine
              .kernels()
              .call(
                  scope,
                  "cross_entropy_head",
                  passage.hidden(),
                  model.head(),
                  model.logitCap(),
                  dw,
                  targets,
                  1.0,
                  5);
      NDList pulled = Gradients.off(() -> passage.pull(scope, formed.get(1), leaves));
      SortedMap<String, float[]> gradients = new TreeMap<>();
      gradients.put(Parameters.HEAD, dw.toFloatArray());
      int index = 0;
      for (String name : named.keySet()) {
        gradients.put(name, pulled.get(index++).toFloatArray());
      }
      if (model.config().tied()) {
        float[] lookup = gradients.get(Parameters.EMBEDDING);
        float[] head = gradients.remove(Parameters.HEAD);
        for (int i = 0; i < head.length; i++) {
          head[i] += lookup[i];
        }
        gradients.put(Parameters.EMBEDDING, head);
      }
      return gradients;
    } finally {
      leaves.forEach(leaf -> leaf.setRequiresGradient(false));
    }
  }

  /** Differences in float32; a kink of ReLU may stand on one side. */
  @ParameterizedTest
  @MethodSource("families")
  void gradientsAreTheSlopeOfTheLoss(String family) {
    try (Decoder model = model(family)) {
      SortedMap<String, float[]> gradients = gradients(model, false);
      assertThat(gradients.keySet()).isEqualTo(model.weights().keySet());
      for (String name : gradients.keySet()) {
        float[] gradient = gradients.get(name);
        int steepest = steepest(gradient);
        double slope = slope(model, name, steepest, gradient[steepest]);
        assertThat((double) gradient[steepest])
            .as(name)
            .isCloseTo(slope, within(0.02 + 0.02 * Math.abs(slope)));
        // a key's bias adds the same to all scores of a query, unless keys are normed behind it
        if (!name.endsWith("k_proj.bias")) {
          assertThat(Math.abs(slope)).as("%s matters", name).isGreaterThan(0.01);
        }
      }
    }
  }

  private static int steepest(float[] gradient) {
    int best = 0;
    for (int i = 1; i < gradient.length; i++) {
      best = Math.abs(gradient[i]) > Math.abs(gradient[best]) ? i : best;
    }
    return best;
  }

  /** The slope that is closest to a gradient: to the left, to the right, or between them. */
  private static double slope(Decoder model, String name, int index, double gradient) {
    double here = loss(model);
    double left = (here - shifted(model, name, index, -STEP)) / STEP;
    double right = (shifted(model, name, index, STEP) - here) / STEP;
    return DoubleStream.of(left, right, (left + right) / 2)
        .boxed()
        .min(Comparator.comparingDouble(slope -> Math.abs(slope - gradient)))
        .orElseThrow();
  }

  private static double shifted(Decoder model, String name, int index, double by) {
    NDArray weight = model.weights().get(name);
    try (NDManager scope = engine.scope()) {
      float[] step = new float[(int) weight.size()];
      step[index] = (float) by;
      NDArray shift = scope.create(step, weight.getShape());
      weight.addi(shift);
      double loss = loss(model);
      weight.subi(shift);
      return loss;
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void recomputedGradientsAreTheSame(String family) {
    try (Decoder model = model(family)) {
      SortedMap<String, float[]> kept = gradients(model, false);
      SortedMap<String, float[]> again = gradients(model, true);
      kept.forEach((name, gradient) -> assertThat(again.get(name)).as(name).isEqualTo(gradient));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void mergedAdaptersGiveWhatAdaptersGave(String family) {
    try (Decoder model = model(family)) {
      float[] plain = Tiny.hidden(model, IDS);
      Random random = new Random(25);
      for (String linear : Parameters.linears(model.config())) {
        Shape shape = model.weights().get(linear + ".weight").getShape();
        NDManager manager = engine.manager();
        int in = (int) shape.get(1);
        int out = (int) shape.get(0);
        NDArray a = manager.create(Tiny.noise(random, 2 * in, 0.2), new Shape(2, in));
        NDArray b = manager.create(Tiny.noise(random, 2 * out, 0.2), new Shape(out, 2));
        model.adapt(linear, new LowRank(a, b, 0.7, 0));
      }
      float[] adapted = Tiny.hidden(model, IDS);
      assertThat(adapted).isNotEqualTo(plain);
      model.mergeAdapters();
      assertClose(Tiny.hidden(model, IDS), adapted, 2e-5);
    }
  }
}
