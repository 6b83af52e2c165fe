package bantam.runners.model.family;

import bantam.recipes.InputException;
import bantam.recipes.Nearest;
import bantam.runners.model.Block.Activation;
import bantam.runners.model.Block.Rotary;
import bantam.runners.model.Rope;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The keys of a {@code config.json} while a family reads them. It remembers which ones were asked
 * for: what nobody read, but sounds as if it bore on the computation, is refused at the end.
 */
public final class Keys {
  /** Our own: a width for every layer, where the widths differ. */
  public static final String WIDTHS = "bantam_intermediate_sizes";

  /** Far above any model; it keeps a damaged number from filling the memory. */
  private static final int MOST_LAYERS = 65536;

  private static final String FULL = "full_attention";
  private static final String SLIDING = "sliding_attention";

  private static final SortedMap<String, Activation> ACTIVATIONS =
      new TreeMap<>(
          Map.of(
              "silu", Activation.SILU,
              "swish", Activation.SILU,
              "gelu", Activation.GELU,
              "gelu_new", Activation.GELU_TANH,
              "gelu_pytorch_tanh", Activation.GELU_TANH,
              "relu", Activation.RELU));

  /** Names that sound like arithmetic. */
  private static final Pattern TELLING =
      Pattern.compile(
          "expert|moe|router|quanti|window|layer_types|softcap|scal(e|ing)|multiplier|clip|norm"
              + "|rotary|rope|_bias$|_act$|activation|parallel|residual|chunk|sparse|alibi"
              + "|bidirectional|cross_attention|pruned|dropout|pdrop");

  /** Names that sound so and do not; classifiers and summaries are other heads than ours. */
  private static final Pattern HARMLESS = Pattern.compile("^(classifier|summary|initializer)_.*");

  /** Who wrote the file and how; nothing that a model computes. */
  private static final Set<String> USUAL =
      Set.of(
          "architectures",
          "torch_dtype",
          "dtype",
          "transformers_version",
          "use_cache",
          "initializer_range",
          "pad_token_id");

  private final Path file;
  private final JsonNode json;
  private final List<Integer> stopTokens;
  private final Set<String> read = new TreeSet<>();

  /**
   * @param stopTokens of {@code generation_config.json}; empty for those of this file
   */
  public Keys(Path file, JsonNode json, List<Integer> stopTokens) {
    this.file = file;
    this.json = json;
    this.stopTokens = List.copyOf(stopTokens);
  }

  /** What the file says its model is. */
  public String modelType(Set<String> known) {
    read.add("model_type");
    String type = json.path("model_type").asText("");
    if (type.isEmpty()) {
      throw wrong("model_type is missing; Bantam reads " + String.join(", ", known));
    }
    if (!known.contains(type)) {
      throw wrong("model_type is " + Nearest.hint(type, known));
    }
    return type;
  }

  /** Whether there is a value other than null. */
  boolean has(String key) {
    read.add(key);
    return json.hasNonNull(key);
  }

  /** Whether the key stands there, be it with null. */
  boolean stands(String key) {
    read.add(key);
    return json.has(key);
  }

  /** Keys that may say what they will: they do not bear on what the model computes. */
  void pass(String... keys) {
    read.addAll(List.of(keys));
  }

  boolean flag(String key, boolean preset) {
    if (!has(key)) {
      return preset;
    }
    if (!json.get(key).isBoolean()) {
      throw wrong("%s is %s; it must be true or false".formatted(key, json.get(key)));
    }
    return json.get(key).asBoolean();
  }

  double number(String key, double preset) {
    return has(key) ? number(json, key) : preset;
  }

  int integer(String key) {
    read.add(key);
    return integer(json, key);
  }

  int integer(String key, int preset) {
    return has(key) ? integer(key) : preset;
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

  Activation activation(String key, String preset) {
    String name = has(key) ? json.get(key).asText() : preset;
    if (!ACTIVATIONS.containsKey(name)) {
      throw wrong(
          "%s is %s; Bantam computes %s"
              .formatted(key, json.get(key), String.join(", ", ACTIVATIONS.keySet())));
    }
    return ACTIVATIONS.get(name);
  }

  /** Feed-forward widths, one for each layer. */
  List<Integer> widths(int layers, int common) {
    if (layers > MOST_LAYERS) {
      throw wrong("the model has %d layers; at most %d can be".formatted(layers, MOST_LAYERS));
    }
    if (!has(WIDTHS)) {
      return Collections.nCopies(Math.max(0, layers), common);
    }
    List<Integer> widths = tokens(json, WIDTHS);
    if (widths.size() != layers) {
      throw wrong(
          "%s has %d widths; num_hidden_layers is %d".formatted(WIDTHS, widths.size(), layers));
    }
    return widths;
  }

  /**
   * Which layers slide, by {@code layer_types}.
   *
   * @param preset where the file does not have it; as long as the model has layers, or empty
   */
  List<Boolean> sliding(List<Boolean> preset) {
    if (!has("layer_types")) {
      return preset;
    }
    List<Boolean> sliding = new ArrayList<>();
    for (JsonNode type : json.get("layer_types")) {
      String name = type.asText();
      if (!name.equals(FULL) && !name.equals(SLIDING)) {
        throw wrong(
            "layer_types has '%s'; Bantam computes %s and %s".formatted(name, FULL, SLIDING));
      }
      sliding.add(name.equals(SLIDING));
    }
    if (!preset.isEmpty() && sliding.size() != preset.size()) {
      throw wrong(
          "layer_types has %d layers; num_hidden_layers is %d"
              .formatted(sliding.size(), preset.size()));
    }
    return sliding;
  }

  /** What {@link #sliding} reads. */
  static List<String> layerTypes(List<Boolean> sliding) {
    return sliding.stream().map(slides -> slides ? SLIDING : FULL).toList();
  }

  /** Rotary positions of whole heads. */
  Rotary rotary(int headDim, double theta) {
    Rotary rotary = rotary(headDim, "rope_theta", theta, "partial_rotary_factor", 1);
    if (rotary.dimensions() != headDim) {
      throw wrong(
          "partial_rotary_factor makes %d of %d dimensions turn; in this family all do"
              .formatted(rotary.dimensions(), headDim));
    }
    return rotary;
  }

  /**
   * Rotary positions, in either notation.
   *
   * @param base the key of transformers 4 for the base of the frequencies
   * @param part the key of transformers 4 for the share of a head that turns
   */
  Rotary rotary(int headDim, String base, double theta, String part, double share) {
    JsonNode parameters = ropeParameters();
    pass(part);
    double turning =
        parameters.has("partial_rotary_factor")
            ? number(parameters, "partial_rotary_factor")
            : number(part, share);
    if (turning <= 0 || turning > 1) {
      throw wrong("%s is %s; it must be above 0, and at most 1".formatted(part, turning));
    }
    return new Rotary(rope(parameters, base, theta), (int) (headDim * turning));
  }

  private JsonNode ropeParameters() {
    pass("rope_scaling");
    return has("rope_parameters") ? json.get("rope_parameters") : json.path("rope_scaling");
  }

  private Rope rope(JsonNode parameters, String base, double theta) {
    double preset = number(base, theta);
    double frequency = parameters.has("rope_theta") ? number(parameters, "rope_theta") : preset;
    return new Rope(frequency, scaling(parameters));
  }

  /** Rotary positions that are others in layers that slide, in either notation. */
  Rotary rotaries(int headDim, double theta, double slidingTheta) {
    JsonNode all = ropeParameters();
    boolean five = all.has(FULL);
    JsonNode sliding = five ? all.path(SLIDING) : json.path("none");
    return new Rotary(
        rope(five ? all.get(FULL) : all, "rope_theta", theta),
        headDim,
        Optional.of(rope(sliding, "rope_local_base_freq", slidingTheta)),
        List.of());
  }

  /** Layers in which nothing turns: those with 0 in {@code no_rope_layers}. */
  List<Boolean> still(List<Boolean> preset) {
    if (!has("no_rope_layers")) {
      return preset;
    }
    return tokens(json, "no_rope_layers").stream().map(turns -> turns == 0).toList();
  }

  private Rope.Scaling scaling(JsonNode parameters) {
    String type = parameters.path("rope_type").asText(parameters.path("type").asText("default"));
    return switch (type) {
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
    };
  }

  OptionalInt bos() {
    read.add("bos_token_id");
    List<Integer> bos = tokens(json, "bos_token_id");
    return bos.isEmpty() ? OptionalInt.empty() : OptionalInt.of(bos.get(0));
  }

  List<Integer> eos() {
    read.add("eos_token_id");
    return stopTokens.isEmpty() ? tokens(json, "eos_token_id") : stopTokens;
  }

  /** Whole numbers under a key: none, one, or a list. */
  public static List<Integer> tokens(JsonNode json, String key) {
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

  /** Refuses a value that is not the one that a family computes with. */
  void only(String key, boolean value) {
    if (flag(key, value) != value) {
      throw wrong("%s is %s; Bantam computes it as %s only".formatted(key, !value, value));
    }
  }

  /**
   * Refuses what was not read, is set, and by its name changes what the model computes.
   *
   * @param family that read the keys
   */
  public void finish(String family) {
    boolean asked = read.contains("layer_types");
    if (sliding(List.of()).contains(true) && !asked) {
      read.remove("layer_types");
    }
    json.properties()
        .forEach(
            entry -> {
              if (!read.contains(entry.getKey())
                  && set(entry.getValue())
                  && TELLING.matcher(entry.getKey()).find()
                  && !HARMLESS.matcher(entry.getKey()).matches()) {
                throw wrong(
                    "%s is %s; Bantam computes %s without it"
                        .formatted(entry.getKey(), entry.getValue(), family));
              }
            });
  }

  /** Keys that are set and that nobody read, except those that every checkpoint has. */
  public List<String> unread() {
    List<String> unread = new ArrayList<>();
    json.properties()
        .forEach(
            entry -> {
              if (!read.contains(entry.getKey())
                  && set(entry.getValue())
                  && !USUAL.contains(entry.getKey())) {
                unread.add(entry.getKey());
              }
            });
    return unread;
  }

  private static boolean set(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isNumber()) {
      return value.doubleValue() != 0;
    }
    return value.isContainerNode() ? !value.isEmpty() : !value.isNull();
  }

  InputException wrong(String fault) {
    return new InputException(file + ": " + fault);
  }
}
