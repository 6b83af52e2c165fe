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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers that are computed again give the gradients that their kept graphs give. */
class PassageTest {
  private static final int VOCABULARY = 50;
  private static final int ROWS = 2;

  private static Decoder decoder(Engine engine) {
    return Decoder.random(
        new Llama(16, 3, 4, 2, 24, 0, true, 10000, 512, 1e-5)
            .config(new Tokens(VOCABULARY, OptionalInt.empty(), List.of())),
        engine,
        7);
  }

  /** An update for every map of a layer, with dropout; none of it is zero. */
  private static List<NDArray> adapt(Decoder decoder, Engine engine, int layer) {
    List<NDArray> leaves = new ArrayList<>();
    for (String linear : Parameters.LINEARS) {
      String name = Parameters.layer(layer) + linear;
      Shape weight = decoder.weights().get(name + ".weight").getShape();
      NDArray a = engine.manager().randomNormal(new Shape(2, weight.get(1)));
      NDArray b = engine.manager().randomNormal(new Shape(weight.get(0), 2));
      decoder.adapt(name, new LowRank(a, b, 0.5, 0.3));
      leaves.addAll(List.of(a, b));
    }
    return leaves;
  }

  private static Attend attend(NDManager scope, String which, int tokens) {
    if (which.equals("causal")) {
      return Attend.causal();
    }
    long[] numbers = new long[ROWS * tokens];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i / 7;
    }
    return Attend.documents(scope.create(numbers, new Shape(ROWS, tokens)));
  }

  private static List<float[]> gradients(
      Decoder decoder, List<NDArray> leaves, String attend, int tokens, boolean recompute) {
    try (NDManager scope = decoder.engine().scope()) {
      int[][] text = new int[ROWS][];
      for (int row = 0; row < ROWS; row++) {
        text[row] = new Random(row).ints(tokens, 0, VOCABULARY).toArray();
      }
      NDArray ids = Decoder.ids(scope, text);
      Passage passage =
          decoder.pass(scope, ids, attend(scope, attend, tokens), OptionalLong.of(5), recompute);
      List<float[]> all = new ArrayList<>();
      all.add(floats(decoder, scope, passage.hidden()));
      NDArray gradient =
          Gradients.off(() -> decoder.engine().kernels().one(scope, "all_rows", passage.hidden()));
      NDList found = passage.pull(scope, gradient, leaves);
      found.forEach(one -> all.add(one.toFloatArray()));
      return all;
    }
  }

  private static float[] floats(Decoder decoder, NDManager scope, NDArray array) {
    NDArray raw = decoder.engine().kernels().one(scope, "to_bytes", array, 6);
    float[] values = new float[(int) (raw.size() / 4)];
    raw.toByteBuffer().asFloatBuffer().get(values);
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "F32, causal, 40",
    "F32, documents, 40",
    "F32, causal, 220",
    "F32, documents, 220",
    "BF16, causal, 40",
    "BF16, documents, 40"
  })
  void whatIsComputedAgainGivesTheSameBits(Common.Dtype dtype, String attend, int tokens) {
    try (Engine engine = Engine.start("cpu", dtype, 1);
        Decoder decoder = decoder(engine)) {
      engine.seed(1);
      List<NDArray> leaves = List.copyOf(decoder.weights().values());
      check(decoder, leaves, attend, tokens);
    }
  }

  @ParameterizedTest
  @CsvSource({"F32, causal, 0", "F32, documents, 1", "F32, causal, 2", "BF16, causal, 1"})
  void adaptersWithDropoutToo(Common.Dtype dtype, String attend, int layer) {
    try (Engine engine = Engine.start("cpu", dtype, 1);
        Decoder decoder = decoder(engine)) {
      engine.seed(1);
      check(decoder, adapt(decoder, engine, layer), attend, 30);
    }
  }

  /** Queries, keys and values that share A, as the parts of one module do, with magnitudes. */
  private static List<NDArray> share(Decoder decoder, Engine engine, double dropout) {
    NDArray a = engine.manager().randomNormal(new Shape(2, 16));
    List<NDArray> leaves = new ArrayList<>(List.of(a));
    for (String linear : Parameters.LINEARS.subList(0, 3)) {
      String name = Parameters.layer(1) + linear;
      long outputs = decoder.weights().get(name + ".weight").getShape().get(0);
      NDArray b = engine.manager().randomNormal(new Shape(outputs, 2));
      NDArray magnitude = engine.manager().randomNormal(new Shape(outputs));
      decoder.adapt(name, new LowRank(a, b, 0.5, dropout, Optional.of(magnitude)));
      leaves.addAll(List.of(b, magnitude));
    }
    return leaves;
  }

  @ParameterizedTest
  @CsvSource({"F32, causal, 0.3", "F32, documents, 0", "BF16, causal, 0.3"})
  void partsThatShareATensorToo(Common.Dtype dtype, String attend, double dropout) {
    try (Engine engine = Engine.start("cpu", dtype, 1);
        Decoder decoder = decoder(engine)) {
      engine.seed(1);
      check(decoder, share(decoder, engine, dropout), attend, 30);
    }
  }

  @Test
  void aSharedTensorGetsWhatItsPartsWouldGetTogether() {
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 1);
        Decoder decoder = decoder(engine)) {
      List<NDArray> leaves = share(decoder, engine, 0);
      leaves.forEach(leaf -> leaf.setRequiresGradient(true));
      float[] together = gradients(decoder, leaves, "causal", 30, false).get(1);
      float[] sum = new float[together.length];
      List<NDArray> apart = new ArrayList<>();
      for (String linear : Parameters.LINEARS.subList(0, 3)) {
        String name = Parameters.layer(1) + linear;
        LowRank shared = decoder.adapters().get(name);
        NDArray a = engine.manager().create(shared.a().toFloatArray(), shared.a().getShape());
        NDArray b = engine.manager().create(shared.b().toFloatArray(), shared.b().getShape());
        float[] norms = shared.magnitude().orElseThrow().toFloatArray();
        NDArray magnitude = engine.manager().create(norms);
        decoder.adapt(name, new LowRank(a, b, 0.5, 0, Optional.of(magnitude)));
        apart.add(a);
      }
      apart.forEach(leaf -> leaf.setRequiresGradient(true));
      for (float[] part : gradients(decoder, apart, "causal", 30, false).subList(1, 4)) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += part[i];
        }
      }
      for (int i = 0; i < sum.length; i++) {
        assertThat(together[i]).isCloseTo(sum[i], within(1e-4f * Math.max(1, Math.abs(sum[i]))));
      }
    }
  }

  @Test
  void frozenWeightsAreCastOnceAndGiveTheSameBits() {
    try (Engine engine = Engine.start("cpu", Common.Dtype.BF16, 1);
        Decoder decoder = decoder(engine)) {
      engine.seed(1);
      List<NDArray> leaves = adapt(decoder, engine, 1);
      leaves.forEach(leaf -> leaf.setRequiresGradient(true));
      List<float[]> before = gradients(decoder, leaves, "causal", 30, false);
      decoder.freeze();
      List<float[]> after = gradients(decoder, leaves, "causal", 30, false);
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
      leaves.forEach(leaf -> leaf.setRequiresGradient(false));
      float[] weight = decoder.weights().get("model.layers.1.mlp.up_proj.weight").toFloatArray();
      decoder.mergeAdapters();
      assertThat(decoder.weights().get("model.layers.1.mlp.up_proj.weight").toFloatArray())
          .isNotEqualTo(weight);
      try (NDManager scope = engine.scope()) {
        NDArray ids = Decoder.ids(scope, new int[][] {{1, 2, 3}});
        // the merged weights are what counts, not the frozen copies of those before
        NDArray hidden = decoder.hidden(scope, ids, Attend.causal());
        float[] merged = floats(decoder, scope, hidden);
        decoder.freeze();
        assertThat(floats(decoder, scope, decoder.hidden(scope, ids, Attend.causal())))
            .isEqualTo(merged);
      }
    }
  }

  private static void check(Decoder decoder, List<NDArray> leaves, String attend, int tokens) {
    leaves.forEach(leaf -> leaf.setRequiresGradient(true));
    List<float[]> kept = gradients(decoder, leaves, attend, tokens, false);
    List<float[]> again = gradients(decoder, leaves, attend, tokens, true);
    assertThat(again).hasSameSizeAs(kept).hasSize(leaves.size() + 1);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(again.get(i)).isEqualTo(kept.get(i));
    }
    assertThat(kept.get(1)).doesNotContain(Float.NaN);
  }
}
