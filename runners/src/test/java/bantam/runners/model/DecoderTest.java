package bantam.runners.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Common;
import bantam.recipes.RecipeException;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecoderTest {
  private static Engine engine;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static void assertClose(float[] actual, float[] wanted, double tolerance) {
    assertThat(actual).hasSize(wanted.length);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).as("[%d]", i).isCloseTo(wanted[i], within(tolerance));
    }
  }

  private static float[] part(float[] all, int fromRow, int rows) {
    int width = Tiny.config().hidden();
    return Arrays.copyOfRange(all, fromRow * width, (fromRow + rows) * width);
  }

  @Test
  void packedDocumentsAreSeparateDocuments() {
    int[] first = Tiny.ids(1, 5);
    int[] second = Tiny.ids(2, 7);
    int[] row = new int[12];
    System.arraycopy(first, 0, row, 0, 5);
    System.arraycopy(second, 0, row, 5, 7);
    try (Decoder model = Tiny.model(Tiny.config(), engine, 3);
        NDManager scope = engine.scope()) {
      long[] documents = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1};
      NDArray numbers = scope.create(documents, new Shape(1, 12));
      NDArray ids = Decoder.ids(scope, new int[][] {row});
      float[] packed = model.hidden(scope, ids, Attend.documents(numbers)).toFloatArray();
      assertClose(part(packed, 0, 5), Tiny.hidden(model, first), 1e-5);
      assertClose(part(packed, 5, 7), Tiny.hidden(model, second), 1e-5);
      // and without documents the second one sees the first
      float[] joined = Tiny.hidden(model, row);
      assertThat(part(joined, 5, 7)).isNotEqualTo(part(packed, 5, 7));
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void longSequencesGiveWhatShortOnesGive(boolean documents) {
    // beyond 200 tokens attention goes through another operator
    int[] ids = Tiny.ids(4, 300);
    try (Decoder model = Tiny.model(Tiny.config(), engine, 5);
        NDManager scope = engine.scope()) {
      long[] numbers = new long[300];
      Arrays.fill(numbers, 150, 300, 1);
      Attend attend =
          documents ? Attend.documents(scope.create(numbers, new Shape(1, 300))) : Attend.causal();
      NDArray row = Decoder.ids(scope, new int[][] {ids});
      float[] all = model.hidden(scope, row, attend).toFloatArray();
      assertClose(part(all, 0, 150), Tiny.hidden(model, Arrays.copyOf(ids, 150)), 2e-5);
      if (documents) {
        int[] second = Arrays.copyOfRange(ids, 150, 300);
        assertClose(part(all, 150, 150), Tiny.hidden(model, second), 2e-5);
      }
    }
  }

  @Test
  void readingThroughTheCacheIsReadingAgain() {
    int[] shorter = Tiny.ids(6, 6);
    int[] longer = Tiny.ids(7, 9);
    try (Decoder model = Tiny.model(Tiny.config(), engine, 8);
        NDManager scope = engine.scope();
        Cache cache = model.cache(new int[] {3, 0}, 9)) {
      int[][] prompt = {new int[4], Arrays.copyOf(longer, 4)};
      prompt[0][3] = shorter[0];
      float[] read = cache.read(scope, Decoder.ids(scope, prompt)).toFloatArray();
      assertClose(part(read, 3, 1), part(Tiny.hidden(model, shorter), 0, 1), 1e-5);
      assertClose(part(read, 4, 4), part(Tiny.hidden(model, longer), 0, 4), 1e-5);
      // two tokens at once, then one by one with the rows in another order
      int[][] next = {{shorter[1], shorter[2]}, {longer[4], longer[5]}};
      read = cache.read(scope, Decoder.ids(scope, next)).toFloatArray();
      assertClose(part(read, 0, 2), part(Tiny.hidden(model, shorter), 1, 2), 1e-5);
      cache.keep(new int[] {1, 0, 1});
      for (int t = 6; t < 9; t++) {
        int[][] column = {{longer[t]}, {shorter[t - 3]}, {longer[t]}};
        read = cache.read(scope, Decoder.ids(scope, column)).toFloatArray();
        float[] wanted = part(Tiny.hidden(model, longer), t, 1);
        assertClose(part(read, 0, 1), wanted, 1e-5);
        assertClose(part(read, 2, 1), wanted, 1e-5);
        assertClose(part(read, 1, 1), part(Tiny.hidden(model, shorter), t - 3, 1), 1e-5);
      }
      assertThat(cache.filled()).isEqualTo(9);
      assertThatThrownBy(() -> cache.read(scope, Decoder.ids(scope, new int[][] {{1}, {1}, {1}})))
          .isInstanceOf(RecipeException.class);
    }
  }

  /** Central differences in float32: a few per cent is what they can show. */
  @ParameterizedTest
  @CsvSource({
    "model.embed_tokens.weight, 35",
    "model.norm.weight, 3",
    "model.layers.0.input_layernorm.weight, 7",
    "model.layers.0.self_attn.q_proj.weight, 40",
    "model.layers.0.self_attn.q_proj.bias, 5",
    "model.layers.1.self_attn.k_proj.weight, 21",
    "model.layers.1.self_attn.v_proj.weight, 90",
    "model.layers.0.self_attn.o_proj.weight, 11",
    "model.layers.1.post_attention_layernorm.weight, 2",
    "model.layers.0.mlp.gate_proj.weight, 77",
    "model.layers.1.mlp.up_proj.bias, 9",
    "model.layers.1.mlp.down_proj.weight, 130"
  })
  void gradientsAreTheSlopeOfTheLoss(String name, int index) {
    try (Decoder model = Tiny.model(Tiny.config(true, true), engine, 9);
        NDManager scope = engine.scope()) {
      int[] row = Tiny.ids(10, 11);
      row[0] = 2;
      NDArray weight = model.weights().get(name);
      NDArray ids = Decoder.ids(scope, new int[][] {row});
      NDArray aim = scope.create(Tiny.noise(new Random(11), 11 * 16, 1), new Shape(1, 11, 16));
      weight.setRequiresGradient(true);
      Gradients.backward(
          Gradients.on(() -> model.hidden(scope, ids, Attend.causal()).mul(aim).sum()));
      float gradient = Gradients.of(scope, weight).toFloatArray()[index];
      weight.setRequiresGradient(false);
      double slope = 0;
      for (int sign : new int[] {1, -1}) {
        float[] step = new float[(int) weight.size()];
        step[index] = sign * 0.01f;
        NDArray shift = scope.create(step, weight.getShape());
        weight.addi(shift);
        slope += sign * model.hidden(scope, ids, Attend.causal()).mul(aim).sum().getFloat() / 0.02;
        weight.subi(shift);
      }
      assertThat((double) gradient).isCloseTo(slope, within(0.02 + 0.02 * Math.abs(slope)));
      assertThat(Math.abs(slope)).as("the weight matters").isGreaterThan(0.01);
    }
  }

  @Test
  void frozenModelsBuildNoGraph() {
    try (Decoder model = Tiny.model(Tiny.config(), engine, 12);
        NDManager scope = engine.scope()) {
      NDArray ids = Decoder.ids(scope, new int[][] {Tiny.ids(13, 4)});
      NDArray frozen = Gradients.on(() -> model.hidden(scope, ids, Attend.causal()));
      assertThat(engine.hasGraph(frozen)).isFalse();
      model.head().setRequiresGradient(true);
      NDArray trained = Gradients.on(() -> model.hidden(scope, ids, Attend.causal()));
      assertThat(engine.hasGraph(trained)).isTrue();
      NDArray judged = Gradients.off(() -> model.hidden(scope, ids, Attend.causal()));
      assertThat(engine.hasGraph(judged)).isFalse();
    }
  }

  @Test
  void leavesNoHandlesBehind() {
    int before = engine.handles();
    try (Decoder model = Tiny.model(Tiny.config(), engine, 14)) {
      useOnce(model);
      int alive = engine.handles();
      for (int i = 0; i < 20; i++) {
        useOnce(model);
      }
      assertThat(engine.handles()).isEqualTo(alive);
    }
    assertThat(engine.handles()).isLessThanOrEqualTo(before + 8); // numbers used for the first time
  }

  private static void useOnce(Decoder model) {
    Tiny.hidden(model, Tiny.ids(16, 20));
    try (NDManager scope = engine.scope();
        Cache cache = model.cache(new int[] {0}, 4)) {
      cache.read(scope, Decoder.ids(scope, new int[][] {{1, 2}}));
      cache.keep(new int[] {0, 0});
    }
  }

  @Test
  void refusesMoreTokensThanTheModelHasPositionsFor() {
    try (Decoder model = Tiny.model(Tiny.config(), engine, 17)) {
      assertThatThrownBy(() -> Tiny.hidden(model, Tiny.ids(18, 1025)))
          .isInstanceOf(RecipeException.class)
          .hasMessageContaining("a sequence has 1025 tokens")
          .hasMessageContaining("max_position_embeddings is 1024");
    }
  }

  @Test
  void refusesRowsOfDifferentLengths() {
    try (NDManager scope = engine.scope()) {
      assertThatThrownBy(() -> Decoder.ids(scope, new int[][] {{1, 2}, {3}}))
          .hasMessage("row 1 has 1 tokens and row 0 2");
    }
  }

  @Test
  void computesInBfloat16WhereAsked() {
    int[] ids = Tiny.ids(19, 8);
    try (Engine half = Engine.start("cpu", Common.Dtype.BF16, 1);
        Decoder narrow = Tiny.model(Tiny.config(), half, 20);
        Decoder wide = Tiny.model(Tiny.config(), engine, 20);
        NDManager scope = half.scope()) {
      NDArray hidden = narrow.hidden(scope, Decoder.ids(scope, new int[][] {ids}), Attend.causal());
      float[][] logits = Golden.rows(narrow, scope, hidden);
      float[][] wanted = Golden.logits(wide, scope, ids);
      for (int t = 0; t < ids.length; t++) {
        assertClose(logits[t], wanted[t], 0.3);
        assertThat(logits[t]).isNotEqualTo(wanted[t]);
      }
    }
  }
}
