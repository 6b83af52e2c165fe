package bantam.runners.adapt;

import static java.util.Map.entry;

import bantam.recipes.InputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code adapter_config.json} says about a LoRA adapter.
 *
 * @param targets last parts of the adapted maps' names, sorted
 * @param base where the base model came from
 */
record PeftConfig(
    int r, double alpha, double dropout, boolean rslora, List<String> targets, String base) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Keys of PEFT's that change what an adapter computes, and the values with which they do not. */
  private static final SortedMap<String, List<String>> NEUTRAL =
      new TreeMap<>(
          Map.ofEntries(
              entry("use_dora", List.of("false")),
              entry("use_qalora", List.of("false")),
              entry("use_bdlora", List.of("false")),
              entry("fan_in_fan_out", List.of("false")),
              entry("bias", List.of("\"none\"")),
              entry("lora_bias", List.of("false")),
              entry("modules_to_save", List.of("[]")),
              entry("target_parameters", List.of("[]")),
              entry("rank_pattern", List.of("{}")),
              entry("alpha_pattern", List.of("{}")),
              entry("layer_replication", List.of("[]")),
              entry("trainable_token_indices", List.of("[]")),
              entry("alora_invocation_tokens", List.of("[]")),
              // the others begin from changed weights of the base, which is not at hand
              entry(
                  "init_lora_weights",
                  List.of("true", "false", "\"gaussian\"", "\"orthogonal\"", "\"eva\""))));

  PeftConfig {
    targets = List.copyOf(targets);
  }

  double scale() {
    return alpha / (rslora ? Math.sqrt(r) : r);
  }

  /** As PEFT writes it, without the keys that have no meaning here. */
  String json() {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("alpha_pattern");
    root.put("base_model_name_or_path", base);
    root.put("bias", "none");
    root.put("fan_in_fan_out", false);
    root.put("inference_mode", true);
    root.put("init_lora_weights", true);
    if (alpha == Math.rint(alpha)) {
      root.put("lora_alpha", (long) alpha);
    } else {
      root.put("lora_alpha", alpha);
    }
    root.put("lora_dropout", dropout);
    root.putNull("modules_to_save");
    root.put("peft_type", "LORA");
    root.put("r", r);
    root.putObject("rank_pattern");
    targets.forEach(root.putArray("target_modules")::add);
    root.put("task_type", "CAUSAL_LM");
    root.put("use_dora", false);
    root.put("use_rslora", rslora);
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is JSON", e);
    }
  }

  /**
   * Reads the file's text.
   *
   * @throws InputException if it is no JSON, or an adapter of another kind
   */
  static PeftConfig parse(Path file, String text) {
    JsonNode root = tree(file, text);
    String type = root.path("peft_type").asText("");
    if (!type.equals("LORA")) {
      throw new InputException(
          "%s: peft_type is %s; Bantam reads LORA".formatted(file, root.path("peft_type")));
    }
    NEUTRAL.forEach(
        (key, values) -> {
          JsonNode value = root.path(key);
          if (!value.isMissingNode() && !value.isNull() && !values.contains(value.toString())) {
            throw new InputException(
                "%s: %s is %s; Bantam reads LoRA adapters without it".formatted(file, key, value));
          }
        });
    if (!root.path("r").canConvertToInt() || root.path("r").asInt() < 1) {
      throw new InputException("%s: r is %s; it must be above 0".formatted(file, root.path("r")));
    }
    if (!root.path("lora_alpha").isNumber()) {
      throw new InputException(
          "%s: lora_alpha is %s; it must be a number".formatted(file, root.path("lora_alpha")));
    }
    List<String> targets = new ArrayList<>();
    root.path("target_modules").forEach(target -> targets.add(target.asText()));
    return new PeftConfig(
        root.path("r").asInt(),
        root.path("lora_alpha").asDouble(),
        root.path("lora_dropout").asDouble(0),
        root.path("use_rslora").asBoolean(false),
        targets,
        root.path("base_model_name_or_path").asText(""));
  }

  private static JsonNode tree(Path file, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s: is not JSON: %s"
              .formatted(file, e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    }
  }
}
