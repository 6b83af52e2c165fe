package bantam.runners.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.InputException;
import bantam.runners.engine.Dtype;
import bantam.runners.model.family.Families;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFilesTest {
  private static final String GOOD =
      """
      {"model_type": "llama", "vocab_size": 32, "hidden_size": 16, "num_hidden_layers": 2,
       "num_attention_heads": 4, "intermediate_size": 24, "eos_token_id": 2, "use_cache": true}
      """;

  @TempDir private Path directory;

  private ModelConfig read(String json) throws IOException {
    Files.writeString(directory.resolve("config.json"), json);
    return ConfigFiles.read(directory);
  }

  @Test
  void fillsInWhatTransformersFillsIn() throws IOException {
    ModelConfig config = read(GOOD);
    assertThat(config.kvHeads()).isEqualTo(4);
    assertThat(config.headDim()).isEqualTo(4);
    assertThat(config.ffn()).containsExactly(24, 24);
    assertThat(config.block().positions()).isEqualTo(new Block.Rotary(Rope.of(10000), 4));
    assertThat(config.tied()).isFalse();
    assertThat(config.bos()).isEmpty();
    assertThat(config.eos()).containsExactly(2);
  }

  @Test
  void keepsADifferentWidthForEveryLayer() throws IOException {
    ConfigFiles.write(directory, Tiny.config(), Dtype.BF16);
    assertThat(directory.resolve("config.json"))
        .content()
        .contains("\"bantam_intermediate_sizes\" : [\n    24,\n    20\n  ]")
        .contains("\"intermediate_size\" : 24")
        .contains("\"torch_dtype\" : \"bfloat16\"");
    assertThat(ConfigFiles.read(directory)).isEqualTo(Tiny.config());
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void writesEveryScalingThatItReads(int which) {
    Rope.Scaling scaling =
        List.of(new Rope.Default(), new Rope.Linear(2.5), new Rope.Llama3(8, 1, 4, 64)).get(which);
    ModelConfig tiny = Tiny.config();
    ModelConfig config =
        new ModelConfig(
            tiny.vocabulary(),
            16,
            4,
            2,
            6,
            List.of(24),
            1e-6,
            new Rope(5e5, scaling),
            false,
            true,
            false,
            64,
            OptionalInt.empty(),
            List.of(1, 2));
    ConfigFiles.write(directory, config, Dtype.F32);
    assertThat(ConfigFiles.read(directory)).isEqualTo(config);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"use_cache\": true|\"hidden_act\": \"mish\"|hidden_act is \"mish\"; Bantam computes gelu,"
            + " gelu_new, gelu_pytorch_tanh, relu, silu, swish",
        "\"use_cache\": true|\"attention_dropout\": 0.1|attention_dropout is 0.1; Bantam computes"
            + " llama without it",
        "\"use_cache\": true|\"num_local_experts\": 8|num_local_experts is 8; Bantam computes"
            + " llama without it",
        "\"use_cache\": true|\"logits_scaling\": 2.0|logits_scaling is 2.0; Bantam computes llama"
            + " without it",
        "\"use_cache\": true|\"layer_types\": [\"sliding_attention\"]|layer_types is"
            + " [\"sliding_attention\"]; Bantam computes llama without it",
        "\"use_cache\": true|\"partial_rotary_factor\": 0.5|partial_rotary_factor makes 2 of 4"
            + " dimensions turn; in this family all do",
        "\"llama\"|\"phi3\", \"rope_scaling\": {\"type\": \"longrope\"}|rope_type is 'longrope';"
            + " Bantam computes default, linear and llama3",
        "\"llama\"|\"qwen3\", \"layer_types\": [\"linear_attention\"]|layer_types has"
            + " 'linear_attention'; Bantam computes full_attention and sliding_attention",
        "\"llama\"|\"qwen2\", \"layer_types\": [\"full_attention\"]|layer_types has 1 layers;"
            + " num_hidden_layers is 2",
        "\"llama\"|\"gemma\", \"hidden_act\": \"gelu\", \"hidden_activation\":"
            + " \"gelu_pytorch_tanh\"|hidden_act says gelu and hidden_activation"
            + " gelu_pytorch_tanh; let them say the same, since versions of transformers differ in"
            + " which they take",
        "\"use_cache\": true|\"num_hidden_layers\": 2147483647|the model has 2147483647 layers; at"
            + " most 65536 can be",
        "\"use_cache\": true|\"sliding_window\": 5|sliding_window is 5; Bantam computes llama"
            + " without it",
        "\"use_cache\": true|\"quantization_config\": {\"bits\": 4}|quantization_config is"
            + " {\"bits\":4}; Bantam computes llama without it",
        "\"use_cache\": true|\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 2}|rope_type"
            + " is 'yarn'; Bantam computes default, linear and llama3",
        "\"use_cache\": true|\"rope_parameters\": {\"rope_type\": \"linear\"}|factor is missing; it"
            + " must be a number",
        "\"use_cache\": true|\"num_key_value_heads\": 3|num_key_value_heads is 3; it must divide"
            + " num_attention_heads, which is 4",
        "\"use_cache\": true|\"head_dim\": 5|head_dim is 5; it must be even and above 0",
        "\"use_cache\": true|\"bos_token_id\": 32|bos_token_id is 32; it must be in [0,"
            + " vocab_size), and vocab_size is 32",
        "\"use_cache\": true|\"bantam_intermediate_sizes\": [24]|bantam_intermediate_sizes has 1"
            + " widths; num_hidden_layers is 2",
        "\"use_cache\": true|\"tie_word_embeddings\": 1|tie_word_embeddings is 1; it must be true"
            + " or false",
        "\"vocab_size\": 32|\"vocab_size\": \"32\"|vocab_size is \"32\"; it must be a whole number",
        "\"vocab_size\": 32,||vocab_size is missing; it must be a whole number",
        "\"hidden_size\": 16|\"hidden_size\": 0|hidden_size is 0; it must be above 0",
        "\"num_hidden_layers\": 2|\"num_hidden_layers\": 0|num_hidden_layers is 0; it must be above"
            + " 0",
        "\"eos_token_id\": 2|\"eos_token_id\": \"two\"|eos_token_id is \"two\"; it must be whole"
            + " numbers",
      })
  void saysWhatIsWrongOrOther(String there, String instead, String message) {
    assertThat(GOOD).contains(there);
    assertThatThrownBy(() -> read(GOOD.replace(there, instead == null ? "" : instead)))
        .isInstanceOf(InputException.class)
        .hasMessage(directory.resolve("config.json") + ": " + message);
  }

  @Test
  void namesTheFamiliesThatItKnows() {
    String known = String.join(", ", Families.ALL.names());
    String file = directory.resolve("config.json") + ": ";
    assertThatThrownBy(() -> read(GOOD.replace("llama", "bloom")))
        .isInstanceOf(InputException.class)
        .hasMessage(file + "model_type is 'bloom'; it must be one of " + known);
    assertThatThrownBy(() -> read(GOOD.replace("llama", "qwen4")))
        .hasMessage(file + "model_type is 'qwen4'; did you mean 'qwen2'? (" + known + ")");
    assertThatThrownBy(() -> read(GOOD.replace("\"llama\"", "null")))
        .hasMessage(file + "model_type is missing; Bantam reads " + known);
  }

  @Test
  void placesWhatIsNotJson() {
    assertThatThrownBy(() -> read("{\"model_type\":\n  llama}"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(directory.resolve("config.json") + ":2: is not JSON: ");
    assertThatThrownBy(() -> read("[]"))
        .hasMessage(directory.resolve("config.json") + ": is not a JSON object");
  }
}
