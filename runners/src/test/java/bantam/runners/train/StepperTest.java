package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step's gradients, however it is cut. */
class StepperTest {
  private static final int ROWS = 32;
  private static final int CONTEXT = 12;
  private static final int VOCABULARY = 30;
  private Engine engine;
  private final long[] windows = new Random(8).longs(ROWS * (CONTEXT + 1), 0, VOCABULARY).toArray();

  @BeforeEach
  void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private Decoder decoder(boolean tied) {
    return Decoder.random(
        new Llama(8, 2, 4, 2, 12, 0, tied, 10000, 64, 1e-5)
            .config(new Tokens(VOCABULARY, OptionalInt.empty(), List.of())),
        engine,
        7);
  }

  private Stepper stepper(Decoder decoder, Gauges gauges) {
    AdamW adamW = new AdamW(new AdamW.Options(List.of(0.9, 0.95), 1e-8, 0.1, List.of("norm")));
    return new Stepper(
        engine, Trainee.all(decoder), new CrossEntropy(), adamW, gauges, Stepper.Manner.plain(0));
  }

  /** The same rows in micro-batches of this many, of which some predictions do not count. */
  private List<MicroBatch> cut(int rows) {
    List<MicroBatch> batches = new ArrayList<>();
    for (int row = 0; row < ROWS; row += rows) {
      long[] part = Arrays.copyOfRange(windows, row * (CONTEXT + 1), (row + rows) * (CONTEXT + 1));
      MicroBatch batch = MicroBatch.of(rows, CONTEXT, part);
      for (int r = 0; r < rows; r++) {
        // unevenly: a mean over micro-batch means would differ
        batch.ignore(r, (row + r) % CONTEXT);
      }
      batches.add(batch);
    }
    return batches;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneBatchAndEightMicroBatchesGiveTheSameGradients(boolean tied) {
    try (Decoder decoder = decoder(tied);
        Gauges gauges = new Gauges(engine, 1, 0);
        Stepper stepper = stepper(decoder, gauges);
        NDManager scope = engine.scope()) {
      SortedMap<String, NDArray> whole = Traces.gradients(stepper, scope, cut(32));
      double loss = gauges.takeTerms()[0];
      // the head's own gradient is a buffer that the next step reuses
      whole.replaceAll((name, gradient) -> gradient.duplicate());
      assertThat(whole.keySet()).isEqualTo(decoder.weights().keySet());
      SortedMap<String, NDArray> parts = Traces.gradients(stepper, scope, cut(4));
      assertThat(gauges.takeTerms()[0]).isCloseTo(loss, within(1e-6));
      parts.forEach(
          (name, gradient) -> {
            double largest = whole.get(name).abs().max().getFloat();
            double difference = gradient.sub(whole.get(name)).abs().max().getFloat();
            assertThat(difference).as(name).isLessThan(1e-5 * largest + 1e-9);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itsGradientsAreThoseOfFiniteDifferences(boolean tied) {
    List<MicroBatch> batches = cut(16).subList(0, 1);
    Validation loss = new Validation(batches, 1);
    try (Decoder decoder = decoder(tied);
        Gauges gauges = new Gauges(engine, 1, 0);
        Stepper stepper = stepper(decoder, gauges);
        NDManager scope = engine.scope()) {
      stir(scope, decoder);
      SortedMap<String, NDArray> gradients = Traces.gradients(stepper, scope, batches);
      gradients.forEach(
          (name, gradient) -> {
            // along the gradient itself: the loss grows by its squared norm
            NDArray weight = decoder.weights().get(name);
            double square = gradient.square().sum().getFloat();
            double step = 1e-2 / Math.sqrt(square);
            float[] before = weight.toFloatArray();
            move(scope, weight, before, gradient.toFloatArray(), step);
            double above = loss.measure(decoder);
            move(scope, weight, before, gradient.toFloatArray(), -step);
            double below = loss.measure(decoder);
            move(scope, weight, before, gradient.toFloatArray(), 0);
            double slope = (above - below) / (2 * step);
            assertThat(slope).as(name).isCloseTo(square, within(0.02 * square));
          });
    }
  }

  /** At the start some gradients are all but zero. */
  private void stir(NDManager scope, Decoder decoder) {
    Random random = new Random(3);
    for (NDArray weight : decoder.weights().values()) {
      float[] noise = new float[(int) weight.size()];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (float) random.nextGaussian();
      }
      move(scope, weight, weight.toFloatArray(), noise, 0.4);
    }
  }

  private void move(NDManager scope, NDArray weight, float[] from, float[] along, double step) {
    float[] values = new float[from.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (from[i] + step * along[i]);
    }
    engine.kernels().run("assign", weight, scope.create(values, weight.getShape()));
  }

  @Test
  void clipsTheGlobalNorm() {
    try (Decoder decoder = decoder(true);
        Gauges gauges = new Gauges(engine, 1, 0.01);
        Stepper stepper = stepper(decoder, gauges)) {
      stepper.take(cut(16), 0, 0.001);
      assertThat(gauges.norm()).isGreaterThan(0.01);
      // the first moment is (1 - beta1) times the gradient that was used
      double squares = 0;
      for (var entry : stepper.state().entrySet()) {
        if (entry.getKey().startsWith("first_moment.")) {
          squares += Math.pow(Traces.l2(entry.getValue()), 2);
        }
      }
      assertThat(Math.sqrt(squares)).isCloseTo(0.1 * 0.01, within(1e-7));
    }
  }

  @Test
  void aStepWithoutFiniteGradientsMovesNothing() {
    try (Decoder decoder = decoder(true);
        Gauges gauges = new Gauges(engine, 1, 1);
        Stepper stepper = stepper(decoder, gauges)) {
      stepper.take(cut(16), 0, 0.001);
      assertThat(gauges.broken()).isFalse();
      float[] norm = decoder.weights().get("model.norm.weight").toFloatArray();
      norm[0] = Float.NaN;
      try (NDManager scope = engine.scope()) {
        engine
            .kernels()
            .run("assign", decoder.weights().get("model.norm.weight"), scope.create(norm));
      }
      float[] before = decoder.weights().get("model.embed_tokens.weight").toFloatArray();
      stepper.take(cut(16), 1, 0.001);
      stepper.take(cut(16), 2, 0.001);
      assertThat(gauges.broken()).isTrue();
      assertThat(gauges.since()).isEqualTo(2);
      assertThat(decoder.weights().get("model.embed_tokens.weight").toFloatArray())
          .containsExactly(before);
    }
  }
}
