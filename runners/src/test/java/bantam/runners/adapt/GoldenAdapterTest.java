package bantam.runners.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.Common;
import bantam.recipes.InputException;
import bantam.runners.engine.Engine;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.train.Traces;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters that PEFT 0.21 wrote, and what it computed with them; see the golden folder. */
class GoldenAdapterTest {
  @TempDir private Path temporary;
  private Engine engine;
  private Decoder decoder;

  @BeforeEach
  void start() {
    Path base = Traces.golden("stories260K");
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
    decoder = Decoder.load(base, engine);
  }

  @AfterEach
  void stop() {
    if (engine != null) {
      engine.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lora", "rslora", "dora"})
  void givesTheGoldenLogitsAndMergedWeights(String variant) {
    JsonNode golden = Traces.json(Traces.golden("lora/" + variant + "/golden.json"));
    checkLogits(golden.get("input_ids"), golden.get("base_logits"));
    Adapters.load(Traces.golden("lora/" + variant), decoder);
    checkLogits(golden.get("input_ids"), golden.get("lora_logits"));
    decoder.mergeAdapters();
    checkLogits(golden.get("input_ids"), golden.get("lora_logits"));
    golden
        .get("merged_weights")
        .properties()
        .forEach(weight -> checkWeight(weight.getKey(), weight.getValue()));
  }

  private void checkLogits(JsonNode ids, JsonNode wanted) {
    long[] tokens = new long[ids.size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = ids.get(i).longValue();
    }
    try (NDManager scope = engine.scope()) {
      NDArray hidden =
          decoder.hidden(scope, scope.create(tokens).reshape(1, tokens.length), Attend.causal());
      NDArray logits = decoder.logits(scope, hidden.reshape(tokens.length, -1));
      wanted
          .properties()
          .forEach(
              row -> {
                float[] actual = logits.get(Long.parseLong(row.getKey())).toFloatArray();
                for (int i = 0; i < actual.length; i++) {
                  double value = row.getValue().get(i).doubleValue();
                  assertThat((double) actual[i]).isCloseTo(value, within(1e-4));
                }
              });
    }
  }

  private void checkWeight(String name, JsonNode wanted) {
    float[] values = decoder.weights().get(name).toFloatArray();
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    double norm = wanted.get("l2").doubleValue();
    assertThat(Math.sqrt(squares)).as(name).isCloseTo(norm, within(1e-5 * norm));
    for (int i = 0; i < 4; i++) {
      double first = wanted.get("first4").get(i).doubleValue();
      assertThat((double) values[i]).as(name).isCloseTo(first, within(1e-6));
    }
  }

  @Test
  void refusesMagnitudesThatTheConfigDoesNotName() throws IOException {
    Path golden = Traces.golden("lora/dora");
    Files.copy(
        golden.resolve("adapter_model.safetensors"),
        temporary.resolve("adapter_model.safetensors"));
    String config = Files.readString(golden.resolve("adapter_config.json"));
    Files.writeString(
        temporary.resolve("adapter_config.json"),
        config.replace("\"use_dora\": true", "\"use_dora\": false"));
    assertThatThrownBy(() -> Adapters.load(temporary, decoder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("lora_magnitude_vector', but use_dora is not true");
  }

  @Test
  void refusesAnAdapterOfAnotherModel() {
    try (Decoder other = Decoder.load(Traces.golden("families/llama"), engine)) {
      assertThatThrownBy(() -> Adapters.load(Traces.golden("lora/lora"), other))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("does not fit this model");
    }
  }

  @Test
  void refusesAnEmptyDirectory() {
    assertThatThrownBy(() -> Adapters.load(temporary, decoder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("adapter_config.json: there is no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"r\": 4 | \"r\": 8 | has the shape (4, 172), where (8, 172) is wanted",
        "\"r\": 4 | \"r\": 0 | r is 0; it must be above 0",
        "\"LORA\" | \"IA3\" | peft_type is \"IA3\"; Bantam reads LORA",
        "\"bias\": \"none\" | \"bias\": \"all\" | bias is \"all\"",
        "\"rank_pattern\": {} | \"rank_pattern\": {\"q_proj\": 2} | where (2, 64) is wanted",
        "\"rank_pattern\": {} | \"rank_pattern\": {\"q\": 0} | must hold whole numbers above 0",
        "\"alpha_pattern\": {} | \"alpha_pattern\": {\"(\": 1} | '(' is no expression for names",
        "\"use_dora\": false | \"use_dora\": true | no tensor named 'base_model.model.model.layers.0.mlp",
        "\"use_dora\": false | \"use_dora\": 1 | use_dora is 1; it must be true or false",
        "\"lora_bias\": false | \"lora_bias\": true | lora_bias is true; Bantam reads",
        "\"modules_to_save\": null | \"modules_to_save\": [\"lm_head\"] | modules_to_save is [\"lm_head\"]",
        "\"use_qalora\": false | \"use_new\": {\"a\": 1} | use_new is {\"a\":1}; Bantam reads",
        "\"exclude_modules\": null | \"exclude_modules\": [\"q_proj\"] | target_modules in adapter_config.json does not take",
        "\"layers_to_transform\": null | \"layers_to_transform\": [0] | does not take that module",
        "\"init_lora_weights\": true | \"init_lora_weights\": \"pissa\" | is \"pissa\"",
        "\"lora_alpha\": 8 | \"lora_alpha\": \"8\" | lora_alpha is \"8\"; it must be a number",
        "\"peft_type\" | peft_type | is not JSON",
      })
  void refusesAChangedConfig(String from, String to, String message) throws IOException {
    Path golden = Traces.golden("lora/lora");
    Files.copy(
        golden.resolve("adapter_model.safetensors"),
        temporary.resolve("adapter_model.safetensors"));
    String config = Files.readString(golden.resolve("adapter_config.json"));
    assertThat(config).contains(from);
    Files.writeString(temporary.resolve("adapter_config.json"), config.replace(from, to));
    assertThatThrownBy(() -> Adapters.load(temporary, decoder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
    assertThat(decoder.adapters()).isEmpty();
  }
}
