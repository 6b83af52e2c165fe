package bantam.runners.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.Common;
import bantam.recipes.InputException;
import bantam.runners.engine.Engine;
import bantam.runners.model.ConfigFiles;
import bantam.runners.model.Decoder;
import bantam.runners.model.LowRank;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.TinyFamily;
import bantam.runners.train.MicroBatch;
import bantam.runners.train.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapter directories as others leave them. */
class PeftReaderTest {
  private static final String CONFIG =
      """
      {"peft_type": "LORA", "r": 2, "lora_alpha": 6, "target_modules": %s%s}
      """;
  private static final String GPT2 = "transformer.h.%d.%s";
  private static Engine engine;

  @TempDir private Path temporary;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private Decoder decoder(String family) {
    return Decoder.random(TinyFamily.config(family, temporary.resolve("shape")), engine, 7);
  }

  private Path config(String targets, String more) {
    try {
      Path directory = Files.createDirectories(temporary.resolve("adapter"));
      Files.writeString(directory.resolve("adapter_config.json"), CONFIG.formatted(targets, more));
      return directory;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A and B for each module. */
  private void tensors(Map<String, int[]> modules) {
    Random random = new Random(3);
    try (NDManager scope = engine.scope()) {
      SortedMap<String, NDArray> tensors = new TreeMap<>();
      modules.forEach(
          (module, shape) -> {
            String name = "base_model.model." + module;
            tensors.put(name + ".lora_A.weight", noise(scope, random, shape[0], shape[1]));
            tensors.put(name + ".lora_B.weight", noise(scope, random, shape[2], shape[0]));
          });
      Path file = temporary.resolve("adapter/adapter_model.safetensors");
      TensorFile.write(file, tensors, Map.of(), engine);
    }
  }

  private static NDArray noise(NDManager scope, Random random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.2 * random.nextGaussian());
    }
    return scope.create(values).reshape(rows, columns);
  }

  /** Rank, inputs and outputs of a module in each of three layers. */
  private static SortedMap<String, int[]> inEveryLayer(String module, int... shape) {
    SortedMap<String, int[]> modules = new TreeMap<>();
    for (int layer = 0; layer < 3; layer++) {
      modules.put(GPT2.formatted(layer, module), shape);
    }
    return modules;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[\"c_attn\"]",
        "[\"attn.c_attn\"]",
        "[\"transformer.h.0.attn.c_attn\", \"transformer.h.1.attn.c_attn\", \"h.2.attn.c_attn\"]",
        "\"transformer\\\\.h\\\\.\\\\d+\\\\.attn\\\\.c_attn\"",
        "\".*attn\"",
        "\"all-linear\", \"exclude_modules\": [\"c_fc\", \"c_proj\"]",
        "\".*c_.*\", \"exclude_modules\": \".*mlp.*|.*proj\"",
        "[\"c_attn\"], \"layers_to_transform\": [0, 1, 2]",
        "[\"c_attn\"], \"layers_to_transform\": [0, 1, 2], \"layers_pattern\": \"h\"",
        "[\"c_attn\"], \"layers_to_transform\": [0, 1, 2], \"layers_pattern\": [\"layers\", \"h\"]",
      })
  void findsTheModulesThatTheTargetsTake(String targets) {
    Path directory = config(targets, "");
    tensors(inEveryLayer("attn.c_attn", 2, 16, 48));
    try (Decoder decoder = decoder("gpt2")) {
      Adapters.load(directory, decoder);
      assertThat(decoder.adapters()).hasSize(9);
      assertThat(LowRank.tensors(decoder.adapters().values())).hasSize(3 + 9);
    }
  }

  @Test
  void ranksAndAlphasFollowTheFirstPatternThatFits() {
    Path directory =
        config(
            "[\"c_attn\"]",
            ", \"rank_pattern\": {\"h.1.attn.c_attn\": 4, \"c_attn\": 3}"
                + ", \"alpha_pattern\": {\".*h\\\\.(0|1)\\\\.attn\\\\.c_attn\": 5, \"attn\": 99}"
                + ", \"use_rslora\": true");
    SortedMap<String, int[]> modules = inEveryLayer("attn.c_attn", 3, 16, 48);
    modules.put(GPT2.formatted(1, "attn.c_attn"), new int[] {4, 16, 48});
    tensors(modules);
    try (Decoder decoder = decoder("gpt2")) {
      Adapters.load(directory, decoder);
      List<Double> scales =
          List.of(0, 1, 2).stream()
              .map(layer -> "model.layers.%d.self_attn.k_proj".formatted(layer))
              .map(linear -> decoder.adapters().get(linear).scale())
              .toList();
      assertThat(scales).containsExactly(5 / Math.sqrt(3), 5 / 2.0, 6 / Math.sqrt(3));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama | transformer.h.0.attn.c_attn | 16 | 48 | a llama model has linear maps such as",
        "gpt2 | model.layers.0.self_attn.q_proj | 16 | 16 | a gpt2 model has linear maps such as",
        "gpt2 | transformer.h.3.attn.c_attn | 16 | 48 | has 3 layers, counted from 0",
        "gpt2 | transformer.h.0.attn.c_attn | 16 | 16 | has the shape (16, 2), where (48, 2) is",
        "gpt2 | transformer.h.0.attn.c_attn | 12 | 48 | has the shape (2, 12), where (2, 16) is",
        "gpt2 | lm_head | 16 | 32 | whose weight is the embedding's here as well",
        "gpt2 | transformer.wte | 16 | 32 | it adapts 'transformer.wte'; Bantam adapts the layers'",
        "gpt_neox | embed_out | 16 | 32 | it adapts 'embed_out'; Bantam adapts the layers'",
        "gpt2 | transformer.h.0.ln_1 | 16 | 16 | it adapts 'transformer.h.0.ln_1'; a gpt2 model",
        "gpt2 | transformer.h.0.mlp.c_fc | 16 | 24 | target_modules in adapter_config.json does not",
        "gpt2 | transformer.h.0.attn.c_attn | 16 | 48 | holds no tensor named 'base_model.model.t",
      })
  void saysWhyAnAdapterDoesNotFit(
      String family, String module, int inputs, int outputs, String message) {
    Path directory = config("[\"c_attn\"]", "");
    tensors(Map.of(module, new int[] {2, inputs, outputs}));
    try (Decoder decoder = decoder(family)) {
      assertThatThrownBy(() -> Adapters.load(directory, decoder))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("adapter_model.safetensors: ")
          .hasMessageContaining(message);
      assertThat(decoder.adapters()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | '' | target_modules is null; it must name the adapted modules",
        "{} | '' | target_modules is {}; it must be a list",
        "[1] | '' | target_modules is [1]; it must hold names of modules",
        "\"(\" | '' | '(' is no expression for names of modules",
        "[\"q\"] | , \"layers_to_transform\": [\"a\"] | must hold numbers of layers",
        "[\"q\"] | , \"lora_dropout\": 1 | lora_dropout is 1; it must be in [0, 1)",
        "[\"q\"] | , \"alpha_pattern\": {\"q\": \"2\"} | it must hold numbers",
        "[\"q\"] | , \"fan_in_fan_out\": \"yes\" | it must be true or false",
        "[\"q\"] | , \"trainable_token_indices\": [3] | Bantam reads LoRA adapters without it",
        "[\"q\"] | , \"target_parameters\": [\"experts\"] | Bantam reads LoRA adapters without it",
      })
  void refusesAWrongConfig(String targets, String more, String message) {
    Path directory = config(targets, more);
    try (Decoder decoder = decoder("llama")) {
      assertThatThrownBy(() -> Adapters.load(directory, decoder))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("adapter_config.json: ")
          .hasMessageContaining(message);
    }
  }

  @Test
  void refusesAPickle() throws IOException {
    Path directory = config("[\"c_attn\"]", "");
    Files.writeString(directory.resolve("adapter_model.bin"), "x");
    try (Decoder decoder = decoder("gpt2")) {
      assertThatThrownBy(() -> Adapters.load(directory, decoder))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("adapter_model.bin: is a pickle")
          .hasMessageContaining("safe_serialization=True");
    }
  }

  @Test
  void takesARealAdapterOfGpt2() throws IOException {
    Path directory = Path.of(System.getProperty("bantam.shared"), "data", "adapters", "lora-gpt2");
    assumeTrue(Files.isDirectory(directory), "no ../shared");
    // a head of few tokens: the adapter is on the layers
    try (Decoder decoder = Decoder.random(gpt2(768, 12), engine, 7)) {
      Adapters.load(directory, decoder);
      assertThat(decoder.adapters()).hasSize(12 * 5);
      LowRank adapter = decoder.adapters().get("model.layers.11.self_attn.v_proj");
      assertThat(adapter.scale()).isEqualTo(4);
      assertThat(adapter.dropout()).isEqualTo(0.05);
      MicroBatch batch = MicroBatch.of(2, 16, new Random(4).longs(40, 0, 300).toArray());
      assertThat(Merge.merge(decoder, batch)).isBetween(1e-9, 1e-4);
    }
    for (ModelConfig other : List.of(gpt2(768, 6), gpt2(96, 12))) {
      try (Decoder decoder = Decoder.random(other, engine, 7)) {
        assertThatThrownBy(() -> Adapters.load(directory, decoder))
            .isInstanceOf(InputException.class)
            .hasMessageContaining(
                other.hidden() == 96
                    ? "has the shape (8, 768), where (8, 96) is wanted"
                    : "the model has 6 layers, counted from 0");
      }
    }
  }

  private ModelConfig gpt2(int width, int layers) throws IOException {
    Path directory = Files.createDirectories(temporary.resolve("gpt2-" + width + "-" + layers));
    Files.writeString(
        directory.resolve("config.json"),
        """
        {"model_type": "gpt2", "vocab_size": 300, "n_embd": %d, "n_layer": %d, "n_head": 12,
         "n_positions": 64}
        """
            .formatted(width, layers));
    return ConfigFiles.read(directory);
  }

  @Test
  void aPartOfAFusedModuleIsItsShareOfTheRows() {
    Path directory = config("[\"c_attn\"]", "");
    tensors(inEveryLayer("attn.c_attn", 2, 16, 48));
    try (Decoder decoder = decoder("gpt2");
        NDManager scope = engine.scope()) {
      Adapters.load(directory, decoder);
      Path file = directory.resolve("adapter_model.safetensors");
      String name = "base_model.model.transformer.h.2.attn.c_attn.lora_B.weight";
      float[] whole = TensorFile.read(scope, file, engine).get(name).toFloatArray();
      LowRank values = decoder.adapters().get("model.layers.2.self_attn.v_proj");
      float[] rows = values.b().toFloatArray();
      assertThat(rows).hasSize(32);
      for (int i = 0; i < rows.length; i++) {
        assertThat(rows[i]).isCloseTo(whole[2 * 32 + i], within(0f));
      }
      LowRank keys = decoder.adapters().get("model.layers.2.self_attn.k_proj");
      assertThat(keys.a()).isSameAs(values.a());
    }
  }
}
