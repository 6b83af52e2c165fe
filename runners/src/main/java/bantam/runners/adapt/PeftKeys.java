package bantam.runners.adapt;

import static java.util.Map.entry;

import bantam.recipes.InputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;

/**
 * Reads {@code adapter_config.json}. Every key counts, is neutral, or is refused.
 *
 * @see <a href="https://github.com/huggingface/peft">PEFT</a>, {@code tuners/lora/config.py}
 */
final class PeftKeys {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> OFF = List.of("false");
  private static final List<String> NO_NAMES = List.of("[]");

  /** Keys of PEFT's that change what an adapter computes, and the values with which they do not. */
  private static final SortedMap<String, List<String>> NEUTRAL =
      new TreeMap<>(
          Map.ofEntries(
              entry("use_qalora", OFF),
              entry("use_bdlora", OFF),
              entry("lora_bias", OFF),
              entry("bias", List.of("\"none\"")),
              entry("modules_to_save", NO_NAMES),
              entry("target_parameters", NO_NAMES),
              entry("layer_replication", NO_NAMES),
              entry("trainable_token_indices", NO_NAMES),
              entry("alora_invocation_tokens", NO_NAMES),
              // the others begin from changed weights of the base, which is not at hand
              entry(
                  "init_lora_weights",
                  List.of("true", "false", "\"gaussian\"", "\"orthogonal\"", "\"eva\""))));

  /**
   * Keys that are read here, and those that bear on nothing an adapter computes once it is made.
   */
  private static final Set<String> KNOWN =
      Set.of(
          "peft_type",
          "r",
          "lora_alpha",
          "lora_dropout",
          "use_rslora",
          "use_dora",
          "target_modules",
          "exclude_modules",
          "layers_to_transform",
          "layers_pattern",
          "rank_pattern",
          "alpha_pattern",
          // says how the base's weights lie, which PEFT corrects by the module, as we do
          "fan_in_fan_out",
          "auto_mapping",
          "base_model_name_or_path",
          "revision",
          "inference_mode",
          "task_type",
          "peft_version",
          "megatron_core",
          "qalora_group_size",
          "ensure_weight_tying",
          "runtime_config",
          // how A and B began
          "loftq_config",
          "corda_config",
          "eva_config",
          "lora_ga_config");

  private final Path file;
  private final JsonNode root;

  private PeftKeys(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads the file's text.
   *
   * @throws InputException if it is no JSON, an adapter of another kind, or has a wrong value
   */
  static PeftConfig parse(Path file, String text) {
    PeftKeys keys = new PeftKeys(file, tree(file, text));
    keys.checkKind();
    try {
      return keys.config();
    } catch (PatternSyntaxException e) {
      throw new InputException(
          "%s: '%s' is no expression for names of modules: %s"
              .formatted(file, e.getPattern(), e.getDescription()),
          e);
    }
  }

  private void checkKind() {
    if (!root.path("peft_type").asText("").equals("LORA")) {
      throw new InputException(
          "%s: peft_type is %s; Bantam reads LORA".formatted(file, root.path("peft_type")));
    }
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      String key = field.getKey();
      JsonNode value = field.getValue();
      boolean neutral =
          value.isNull()
              || (NEUTRAL.containsKey(key)
                  ? NEUTRAL.get(key).contains(value.toString())
                  : KNOWN.contains(key) || empty(value));
      if (!neutral) {
        throw new InputException(
            "%s: %s is %s; Bantam reads LoRA adapters without it".formatted(file, key, value));
      }
    }
  }

  /** Whether a key of a later version is off. */
  private static boolean empty(JsonNode value) {
    return value.isContainerNode() ? value.isEmpty() : value.isBoolean() && !value.asBoolean();
  }

  private PeftConfig config() {
    if (!root.path("r").isInt() || root.path("r").asInt() < 1) {
      throw wrong("r", "must be above 0");
    }
    if (!root.path("lora_alpha").isNumber()) {
      throw wrong("lora_alpha", "must be a number");
    }
    flag("fan_in_fan_out");
    double dropout = root.path("lora_dropout").asDouble(0);
    if (!(dropout >= 0 && dropout < 1)) {
      throw wrong("lora_dropout", "must be in [0, 1)");
    }
    return new PeftConfig(
        root.path("r").asInt(),
        root.path("lora_alpha").asDouble(),
        dropout,
        flag("use_rslora"),
        flag("use_dora"),
        targets(),
        patterns("rank_pattern", true),
        patterns("alpha_pattern", false));
  }

  private Targets targets() {
    if (!stands("target_modules")) {
      throw wrong("target_modules", "must name the adapted modules");
    }
    List<Integer> layers = new ArrayList<>();
    JsonNode chosen = root.path("layers_to_transform");
    if (chosen.isInt()) {
      layers.add(chosen.asInt());
    } else if (stands("layers_to_transform")) {
      for (JsonNode layer : array("layers_to_transform", chosen)) {
        if (!layer.isInt()) {
          throw wrong("layers_to_transform", "must hold numbers of layers");
        }
        layers.add(layer.asInt());
      }
    }
    Targets.Names before = names("layers_pattern");
    List<String> pattern = before.expression().map(List::of).orElse(before.ends());
    return new Targets(names("target_modules"), names("exclude_modules"), layers, pattern);
  }

  /** Names, or one expression; none where the key is missing. */
  private Targets.Names names(String key) {
    JsonNode value = root.path(key);
    if (value.isTextual()) {
      return new Targets.Names(List.of(), Optional.of(value.asText()));
    }
    List<String> names = new ArrayList<>();
    if (stands(key)) {
      for (JsonNode name : array(key, value)) {
        if (!name.isTextual()) {
          throw wrong(key, "must hold names of modules");
        }
        names.add(name.asText());
      }
    }
    return new Targets.Names(names, Optional.empty());
  }

  private JsonNode array(String key, JsonNode value) {
    if (!value.isArray()) {
      throw wrong(key, "must be a list");
    }
    return value;
  }

  private Patterns patterns(String key, boolean ranks) {
    if (!stands(key)) {
      return Patterns.NONE;
    }
    Map<String, Double> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.path(key).properties()) {
      JsonNode value = field.getValue();
      if (ranks ? !value.isInt() || value.asInt() < 1 : !value.isNumber()) {
        throw wrong(key, ranks ? "must hold whole numbers above 0" : "must hold numbers");
      }
      values.put(field.getKey(), value.asDouble());
    }
    return new Patterns(values);
  }

  private boolean flag(String key) {
    if (stands(key) && !root.path(key).isBoolean()) {
      throw wrong(key, "must be true or false");
    }
    return root.path(key).asBoolean(false);
  }

  private boolean stands(String key) {
    return root.hasNonNull(key);
  }

  private InputException wrong(String key, String rule) {
    return new InputException("%s: %s is %s; it %s".formatted(file, key, root.path(key), rule));
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
