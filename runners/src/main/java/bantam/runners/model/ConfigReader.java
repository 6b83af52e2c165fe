package bantam.runners.model;

import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads the shape of a model out of {@code config.json}. Keys that do not bear on what the model
 * computes are passed over; a value that asks for something that we do not compute is refused.
 */
final class ConfigReader {
  private final Path file;
  private final JsonNode json;

  ConfigReader(Path file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  /**
   * @param stopTokens of {@code generation_config.json}; empty for those of this file
   */
  ModelConfig config(List<Integer> stopTokens) {
    refuseWhatIsOther();
    int hidden = integer("hidden_size");
    int heads = integer("num_attention_heads");
    List<Integer> bos = tokens(json, "bos_token_id");
    return new ModelConfig(
        integer("vocab_size"),
        hidden,
        heads,
        has("num_key_value_heads") ? integer("num_key_value_heads") : heads,
        has("head_dim") ? integer("head_dim") : hidden / Math.max(1, heads),
        widths(),
        has("rms_norm_eps") ? number("rms_norm_eps") : 1e-6,
        rope(),
        flag("tie_word_embeddings"),
        flag("attention_bias"),
        flag("mlp_bias"),
        has("max_position_embeddings") ? integer("max_position_embeddings") : 2048,
        bos.isEmpty() ? OptionalInt.empty() : OptionalInt.of(bos.get(0)),
        stopTokens.isEmpty() ? tokens(json, "eos_token_id") : stopTokens);
  }

  private void refuseWhatIsOther() {
    refuse("model_type", "llama");
    refuse("hidden_act", "silu");
    refuse("attention_dropout", "0.0");
    refuse("partial_rotary_factor", "1.0");
    for (String key : List.of("sliding_window", "quantization_config", "layer_types")) {
      if (has(key)) {
        throw wrong("%s is %s; Bantam computes llama without it".formatted(key, json.get(key)));
      }
    }
    if (!has("model_type")) {
      throw wrong("model_type is missing; Bantam reads llama");
    }
  }

  private void refuse(String key, String only) {
    if (!has(key)) {
      return;
    }
    String value = json.get(key).asText();
    boolean same =
        json.get(key).isNumber() ? number(key) == Double.parseDouble(only) : value.equals(only);
    if (!same) {
      throw wrong("%s is %s; Bantam reads %s only".formatted(key, json.get(key), only));
    }
  }

  private List<Integer> widths() {
    int layers = integer("num_hidden_layers");
    if (!has(ConfigFiles.WIDTHS)) {
      return Collections.nCopies(layers, integer("intermediate_size"));
    }
    List<Integer> widths = tokens(json, ConfigFiles.WIDTHS);
    if (widths.size() != layers) {
      throw wrong(
          "%s has %d widths; num_hidden_layers is %d"
              .formatted(ConfigFiles.WIDTHS, widths.size(), layers));
    }
    return widths;
  }

  private Rope rope() {
    JsonNode parameters =
        has("rope_parameters") ? json.get("rope_parameters") : json.path("rope_scaling");
    double theta =
        parameters.has("rope_theta")
            ? number(parameters, "rope_theta")
            : has("rope_theta") ? number("rope_theta") : 10000;
    String type = parameters.path("rope_type").asText(parameters.path("type").asText("default"));
    return new Rope(
        theta,
        switch (type) {
          case "default" -> new Rope.Default();
          case "linear" -> new Rope.Linear(number(parameters, "factor"));
          case "llama3" ->
              new Rope.Llama3(
                  number(parameters, "factor"),
                  number(parameters, "low_freq_factor"),
                  number(parameters, "high_freq_factor"),
                  integer(parameters, "original_max_position_embeddings"));
          default ->
              throw wrong(
                  "rope_type is '%s'; Bantam computes default, linear and llama3".formatted(type));
        });
  }

  private boolean has(String key) {
    return json.hasNonNull(key);
  }

  private boolean flag(String key) {
    if (has(key) && !json.get(key).isBoolean()) {
      throw wrong("%s is %s; it must be true or false".formatted(key, json.get(key)));
    }
    return json.path(key).asBoolean();
  }

  private double number(String key) {
    return number(json, key);
  }

  private int integer(String key) {
    return integer(json, key);
  }

  private double number(JsonNode parent, String key) {
    if (!parent.path(key).isNumber()) {
      throw wrong("%s is %s; it must be a number".formatted(key, shown(parent, key)));
    }
    return parent.get(key).doubleValue();
  }

  private int integer(JsonNode parent, String key) {
    if (!parent.path(key).canConvertToInt() || !parent.path(key).isIntegralNumber()) {
      throw wrong("%s is %s; it must be a whole number".formatted(key, shown(parent, key)));
    }
    return parent.get(key).intValue();
  }

  private static String shown(JsonNode parent, String key) {
    return parent.has(key) ? parent.get(key).toString() : "missing";
  }

  /** Whole numbers under a key: none, one, or a list. */
  static List<Integer> tokens(JsonNode json, String key) {
    List<Integer> tokens = new ArrayList<>();
    JsonNode node = json.path(key);
    for (JsonNode token : node.isArray() ? node : List.of(node)) {
      if (token.isIntegralNumber()) {
        tokens.add(token.intValue());
      } else if (!token.isNull() && !token.isMissingNode()) {
        throw new IllegalArgumentException(
            "%s is %s; it must be whole numbers".formatted(key, node));
      }
    }
    return tokens;
  }

  private InputException wrong(String fault) {
    return new InputException(file + ": " + fault);
  }
}
