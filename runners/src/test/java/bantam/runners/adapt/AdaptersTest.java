package bantam.runners.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.LowRank;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Tokens;
import bantam.runners.train.MicroBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every adapter promises. */
class AdaptersTest {
  private static final ModelConfig CONFIG =
      new Llama(8, 2, 4, 2, 12, 0, true, 10000, 64, 1e-5)
          .config(new Tokens(20, OptionalInt.empty(), List.of()));

  @TempDir private Path temporary;
  private Engine engine;
  private Decoder decoder;
  private final MicroBatch batch =
      MicroBatch.of(2, 9, new Random(4).longs(20, 0, CONFIG.vocabulary()).toArray());

  /** Every adapter, with the options that change what it computes. */
  static Stream<Adapter> all() {
    return Stream.of(
        Lora.plain(new Lora.Options(3, 5, 0, List.of("all-linear"), false)),
        Lora.plain(new Lora.Options(2, 4, 0.5, List.of("q_proj", "down_proj"), true)),
        Lora.withMagnitudes(new Lora.Options(3, 5, 0, List.of("all-linear"), false)),
        Lora.withMagnitudes(new Lora.Options(2, 4, 0.5, List.of("v_proj", "gate_proj"), true)));
  }

  @BeforeEach
  void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
    decoder = Decoder.random(CONFIG, engine, 7);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private float[] logits(Decoder of) {
    try (NDManager scope = engine.scope()) {
      NDArray hidden = of.hidden(scope, batch.ids(scope), Attend.causal());
      return of.logits(scope, hidden.reshape(-1, CONFIG.hidden())).toFloatArray();
    }
  }

  /** Moves every parameter of the adapter away from its beginning. */
  private void stir(SortedMap<String, NDArray> parameters) {
    Random random = new Random(9);
    for (NDArray parameter : parameters.values()) {
      float[] values = new float[(int) parameter.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (0.3 * random.nextGaussian());
      }
      try (NDManager scope = engine.scope()) {
        engine.kernels().run("assign", parameter, scope.create(values, parameter.getShape()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void changesNothingAtTheStart(Adapter adapter) {
    float[] before = logits(decoder);
    assertThat(adapter.attach(decoder, 1)).isNotEmpty();
    assertThat(logits(decoder)).containsExactly(before);
  }

  @ParameterizedTest
  @MethodSource("all")
  void beginsFromTheSeed(Adapter adapter) {
    SortedMap<String, float[]> first = new TreeMap<>();
    adapter.attach(decoder, 1).forEach((name, value) -> first.put(name, value.toFloatArray()));
    decoder.dropAdapters();
    adapter
        .attach(decoder, 1)
        .forEach((name, value) -> assertThat(value.toFloatArray()).isEqualTo(first.get(name)));
    decoder.dropAdapters();
    assertThat(adapter.attach(decoder, 2).get(first.firstKey()).toFloatArray())
        .isNotEqualTo(first.get(first.firstKey()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void mergesIntoTheSameFunction(Adapter adapter) {
    float[] bare = logits(decoder);
    stir(adapter.attach(decoder, 1));
    float[] before = logits(decoder);
    assertThat(before).isNotEqualTo(bare);
    assertThat(Merge.merge(decoder, batch)).isBetween(0.0, 1e-4);
    assertThat(decoder.adapters()).isEmpty();
    float[] after = logits(decoder);
    for (int i = 0; i < after.length; i++) {
      assertThat((double) after[i]).isCloseTo(before[i], within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void comesBackFromItsFiles(Adapter adapter) throws IOException {
    stir(adapter.attach(decoder, 1));
    float[] wanted = logits(decoder);
    Path directory = Files.createDirectory(temporary.resolve("adapter"));
    adapter.save(decoder, directory, "somewhere");
    try (Decoder other = Decoder.random(CONFIG, engine, 7)) {
      Adapters.load(directory, other);
      assertThat(logits(other)).containsExactly(wanted);
      assertThat(other.adapters().keySet()).isEqualTo(decoder.adapters().keySet());
      other
          .adapters()
          .forEach(
              (linear, adapted) -> {
                LowRank own = decoder.adapters().get(linear);
                assertThat(adapted.scale()).isEqualTo(own.scale());
                assertThat(adapted.magnitude().isPresent()).isEqualTo(own.magnitude().isPresent());
                assertThat(adapted.dropout()).isEqualTo(own.dropout());
              });
    }
  }
}
