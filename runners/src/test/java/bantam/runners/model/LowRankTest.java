package bantam.runners.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LowRankTest {
  private static Engine engine;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  /** An adapter on every linear map; b is zero or random. */
  private static void adapt(Decoder model, double b, double dropout) {
    Random random = new Random(1);
    NDManager manager = engine.manager();
    for (String linear : Parameters.linears(model.config())) {
      Shape weight = model.weights().get(linear + ".weight").getShape();
      NDArray inner =
          manager.create(
              Tiny.noise(random, 3 * (int) weight.get(1), 1), new Shape(3, weight.get(1)));
      NDArray outer =
          manager.create(
              Tiny.noise(random, 3 * (int) weight.get(0), b), new Shape(weight.get(0), 3));
      model.adapt(linear, new LowRank(inner, outer, 0.5, dropout));
    }
  }

  @Test
  void anAdapterWhoseSecondMatrixIsZeroChangesNothing() {
    int[] ids = Tiny.ids(2, 9);
    try (Decoder model = Tiny.model(Tiny.config(), engine, 3)) {
      float[] plain = Tiny.hidden(model, ids);
      adapt(model, 0, 0);
      assertThat(model.adapters()).hasSize(14);
      assertThat(Tiny.hidden(model, ids)).isEqualTo(plain);
    }
  }

  @Test
  void mergedIsUnmergedAndDroppingGoesBack() {
    int[] ids = Tiny.ids(4, 9);
    try (Decoder model = Tiny.model(Tiny.config(), engine, 5)) {
      float[] plain = Tiny.hidden(model, ids);
      adapt(model, 0.2, 0);
      float[] adapted = Tiny.hidden(model, ids);
      model.dropAdapters();
      assertThat(Tiny.hidden(model, ids)).isEqualTo(plain);
      adapt(model, 0.2, 0);
      model.mergeAdapters();
      float[] merged = Tiny.hidden(model, ids);
      double moved = 0;
      for (int i = 0; i < merged.length; i++) {
        assertThat((double) merged[i]).isCloseTo(adapted[i], within(2e-5));
        moved = Math.max(moved, Math.abs(merged[i] - plain[i]));
      }
      assertThat(moved).isGreaterThan(0.1);
      assertThat(model.adapters()).isEmpty();
    }
  }

  @Test
  void dropoutIsAFunctionOfItsSeedAndOffWithoutOne() {
    try (Decoder model = Tiny.model(Tiny.config(), engine, 6);
        NDManager scope = engine.scope()) {
      adapt(model, 0.2, 0.5);
      NDArray ids = Decoder.ids(scope, new int[][] {Tiny.ids(7, 9)});
      float[] one = model.hidden(scope, ids, Attend.causal(), OptionalLong.of(1)).toFloatArray();
      float[] two = model.hidden(scope, ids, Attend.causal(), OptionalLong.of(2)).toFloatArray();
      assertThat(one).isNotEqualTo(two);
      assertThat(model.hidden(scope, ids, Attend.causal(), OptionalLong.of(1)).toFloatArray())
          .isEqualTo(one);
      float[] none = model.hidden(scope, ids, Attend.causal()).toFloatArray();
      assertThat(model.hidden(scope, ids, Attend.causal()).toFloatArray()).isEqualTo(none);
    }
  }

  @Test
  void aDroppedInputLeavesTheOthersScaledUp() {
    // inverted dropout keeps the mean: over many seeds the low-rank part is what it is without
    try (Decoder model = Tiny.model(Tiny.config(), engine, 8);
        NDManager scope = engine.scope()) {
      NDArray a = engine.manager().ones(new Shape(1, 20));
      NDArray b = engine.manager().ones(new Shape(16, 1));
      model.adapt("model.layers.1.mlp.down_proj", new LowRank(a, b, 0.01, 0.25));
      NDArray ids = Decoder.ids(scope, new int[][] {Tiny.ids(9, 1)});
      double sum = 0;
      for (int seed = 0; seed < 400; seed++) {
        try (NDManager inner = engine.scope()) {
          sum += model.hidden(inner, ids, Attend.causal(), OptionalLong.of(seed)).sum().getFloat();
        }
      }
      float without = model.hidden(scope, ids, Attend.causal()).sum().getFloat();
      assertThat(sum / 400).isCloseTo(without, within(0.02 * Math.max(1, Math.abs(without))));
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (Decoder model = Tiny.model(Tiny.config(), engine, 10);
        NDManager scope = engine.scope()) {
      NDArray a = scope.zeros(new Shape(2, 16));
      NDArray b = scope.zeros(new Shape(16, 2));
      assertThatThrownBy(() -> model.adapt("lm_head", new LowRank(a, b, 1, 0)))
          .hasMessage("no linear map of the model is named lm_head");
      assertThatThrownBy(() -> model.adapt("model.layers.0.mlp.up_proj", new LowRank(a, b, 1, 0)))
          .hasMessage(
              "adapter of model.layers.0.mlp.up_proj is (16, 2) after (2, 16); the weight is"
                  + " (24, 16)");
    }
  }
}
