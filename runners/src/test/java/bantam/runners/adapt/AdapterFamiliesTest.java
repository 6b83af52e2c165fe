package bantam.runners.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Common;
import bantam.recipes.RecipeException;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.TinyFamily;
import bantam.runners.train.MicroBatch;
import bantam.runners.train.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters on every family, whose files keep its names and layout. */
class AdapterFamiliesTest {
  private static final int RANK = 2;
  private static final double ALPHA = 3;
  private static Engine engine;

  @TempDir private Path temporary;
  private final MicroBatch batch = MicroBatch.of(2, 9, new Random(4).longs(20, 0, 32).toArray());

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  static Stream<Arguments> all() {
    return TinyFamily.names()
        .flatMap(family -> Stream.of("lora", "dora").map(form -> Arguments.of(family, form)));
  }

  private static Adapter adapter(String form, String... targets) {
    Lora.Options options = new Lora.Options(RANK, ALPHA, 0, List.of(targets), false);
    return form.equals("dora") ? Lora.withMagnitudes(options) : Lora.plain(options);
  }

  private ModelConfig config(String family) {
    return TinyFamily.config(family, temporary.resolve("shape"));
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(temporary.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private float[] logits(Decoder of) {
    try (NDManager scope = engine.scope()) {
      NDArray hidden = of.hidden(scope, batch.ids(scope), Attend.causal());
      return of.logits(scope, hidden.reshape(-1, of.config().hidden())).toFloatArray();
    }
  }

  /** Moves every parameter away from its beginning. */
  private static void stir(SortedMap<String, NDArray> parameters) {
    Random random = new Random(9);
    for (NDArray parameter : parameters.values()) {
      float[] values = parameter.toFloatArray();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (0.2 * random.nextGaussian());
      }
      try (NDManager scope = engine.scope()) {
        engine.kernels().run("assign", parameter, scope.create(values, parameter.getShape()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void theFilesTensorsMergeByHandIntoTheMergedCheckpoint(String family, String form) {
    try (Decoder decoder = Decoder.random(config(family), engine, 7)) {
      decoder.save(folder("base"), Dtype.F32);
      float[] bare = logits(decoder);
      Adapter adapter = adapter(form, "all-linear");
      SortedMap<String, NDArray> parameters = adapter.attach(decoder, 1);
      assertThat(parameters.values().stream().mapToLong(NDArray::size).sum())
          .isEqualTo(adapter.parameters(decoder.config()));
      assertThat(logits(decoder)).containsExactly(bare);
      stir(parameters);
      adapter.save(decoder, folder("adapter"), "somewhere");
      float[] adapted = logits(decoder);
      assertThat(adapted).isNotEqualTo(bare);
      assertThat(Merge.merge(decoder, batch)).isLessThan(2e-5);
      decoder.save(folder("merged"), Dtype.F32);
      assertMergedByHand(form.equals("dora"));
      checkLoads(decoder.config(), adapted, logits(decoder));
    }
  }

  private void checkLoads(ModelConfig config, float[] adapted, float[] merged) {
    try (Decoder other = Decoder.random(config, engine, 7)) {
      Adapters.load(temporary.resolve("adapter"), other);
      assertThat(logits(other)).containsExactly(adapted);
      other.mergeAdapters();
      assertThat(logits(other)).containsExactly(merged);
    }
  }

  /** In the checkpoint's own names and layout, without a word of how parts lie in a module. */
  private void assertMergedByHand(boolean magnitudes) {
    try (NDManager scope = engine.scope()) {
      SortedMap<String, NDArray> base = tensors(scope, "base", "model");
      SortedMap<String, NDArray> merged = tensors(scope, "merged", "model");
      SortedMap<String, NDArray> adapter = tensors(scope, "adapter", "adapter_model");
      int found = 0;
      for (String name : base.keySet()) {
        String module = "base_model.model." + name.replace(".weight", "");
        NDArray a = adapter.get(module + ".lora_A.weight");
        double[] wanted = doubles(base.get(name));
        if (a != null) {
          found++;
          NDArray b = adapter.get(module + ".lora_B.weight");
          boolean turned = name.startsWith("transformer.h.");
          update(wanted, a, b, turned);
          if (magnitudes) {
            NDArray m = adapter.get(module + ".lora_magnitude_vector");
            scaleRows(wanted, doubles(m), turned);
          }
        }
        double[] actual = doubles(merged.get(name));
        for (int i = 0; i < wanted.length; i++) {
          assertThat(actual[i]).as(name).isCloseTo(wanted[i], within(2e-6));
        }
      }
      assertThat(found * (magnitudes ? 3 : 2)).isEqualTo(adapter.size());
    }
  }

  private SortedMap<String, NDArray> tensors(NDManager scope, String folder, String file) {
    Path path = temporary.resolve(folder).resolve(file + ".safetensors");
    return TensorFile.read(scope, path, engine);
  }

  private static double[] doubles(NDArray array) {
    float[] floats = array.toFloatArray();
    double[] doubles = new double[floats.length];
    Arrays.setAll(doubles, i -> floats[i]);
    return doubles;
  }

  private static void update(double[] weight, NDArray inner, NDArray outer, boolean turned) {
    int in = (int) inner.getShape().get(1);
    int out = (int) outer.getShape().get(0);
    double[] a = doubles(inner);
    double[] b = doubles(outer);
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        double sum = 0;
        for (int r = 0; r < RANK; r++) {
          sum += b[o * RANK + r] * a[r * in + i];
        }
        weight[turned ? i * out + o : o * in + i] += ALPHA / RANK * sum;
      }
    }
  }

  private static void scaleRows(double[] weight, double[] magnitudes, boolean turned) {
    int out = magnitudes.length;
    int in = weight.length / out;
    for (int o = 0; o < out; o++) {
      double squares = 0;
      for (int i = 0; i < in; i++) {
        double value = weight[turned ? i * out + o : o * in + i];
        squares += value * value;
      }
      for (int i = 0; i < in; i++) {
        weight[turned ? i * out + o : o * in + i] *= magnitudes[o] / Math.sqrt(squares);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama | q_proj,v_proj | false | q_proj,v_proj",
        "gpt2 | c_attn | true | c_attn",
        "gpt2 | q_proj,k_proj,v_proj | true | c_attn",
        "gpt2 | c_proj | true | c_proj",
        "gpt2 | o_proj | true | attn.c_proj",
        "gpt2 | all-linear | true | c_attn,c_fc,c_proj",
        "gpt_neox | query_key_value,down_proj | false | dense_4h_to_h,query_key_value",
        "phi3 | gate_up_proj,o_proj | false | gate_up_proj,o_proj",
        "opt | o_proj,fc1 | false | fc1,out_proj",
      })
  void writesTheFamilysNames(String family, String targets, boolean turned, String written)
      throws IOException {
    try (Decoder decoder = Decoder.random(config(family), engine, 7)) {
      Adapter adapter = adapter("lora", targets.split(","));
      adapter.attach(decoder, 1);
      adapter.save(decoder, folder("adapter"), "somewhere");
      String config = Files.readString(temporary.resolve("adapter/adapter_config.json"));
      assertThat(config)
          .contains("\"fan_in_fan_out\" : " + turned)
          .contains("[ \"" + written.replace(",", "\", \"") + "\" ]");
      decoder.dropAdapters();
      Adapters.load(temporary.resolve("adapter"), decoder);
      assertThat(decoder.adapters()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt2 | gate_proj | a gpt2 model has no linear map named 'gate_proj'; it has c_attn, c_fc,",
        "llama | c_attn | a llama model has no linear map named 'c_attn'; it has down_proj,",
        "phi3 | q_proj | q_proj is a part of 'model.layers.0.self_attn.qkv_proj' in this model's",
        "gpt_neox | q_proj,v_proj | name query_key_value, or all of q_proj, k_proj, v_proj",
      })
  void refusesTargetsThatTheFamilyHasNot(String family, String targets, String message) {
    ModelConfig config = config(family);
    assertThatThrownBy(() -> adapter("lora", targets.split(",")).parameters(config))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @MethodSource("bantam.runners.model.TinyFamily#names")
  void magnitudesChangeLittleAtTheStartInBf16(String family) {
    try (Engine half = Engine.start("cpu", Common.Dtype.BF16, 1);
        Decoder decoder = Decoder.random(config(family), half, 7);
        NDManager scope = half.scope()) {
      decoder.freeze();
      NDArray ids = Decoder.ids(scope, new int[][] {{3, 1, 4, 1, 5, 9, 2, 6}});
      float[] bare = row(decoder, scope, ids);
      adapter("dora", "all-linear").attach(decoder, 1);
      float[] adapted = row(decoder, scope, ids);
      for (int i = 0; i < bare.length; i++) {
        assertThat((double) adapted[i]).isCloseTo(bare[i], within(0.05));
      }
    }
  }

  private static float[] row(Decoder decoder, NDManager scope, NDArray ids) {
    NDArray hidden = decoder.hidden(scope, ids, Attend.causal());
    NDArray rows = hidden.reshape(new Shape(-1, decoder.config().hidden()));
    return decoder.logits(scope, rows).toFloatArray();
  }
}
