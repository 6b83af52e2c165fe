package bantam.runners.model;

import bantam.data.WholeFile;
import bantam.recipes.InputException;
import bantam.runners.engine.Dtype;
import bantam.runners.model.family.Families;
import bantam.runners.model.family.Family;
import bantam.runners.model.family.Keys;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * {@code config.json} and {@code generation_config.json} of a Hugging Face checkpoint. Both
 * notations are read, that of transformers 4 ({@code rope_theta}, {@code rope_scaling}, {@code
 * torch_dtype}) and that of 5 ({@code rope_parameters}, {@code dtype}); the first is written, which
 * both versions read. What a key means is its family's affair.
 *
 * <p>Ours alone is the key {@code bantam_intermediate_sizes}, a list with a width for every layer,
 * written where the widths differ; the key for all layers is then the largest. Stock
 * implementations cannot load such a model and say that shapes do not match.
 */
public final class ConfigFiles {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String GENERATION = "generation_config.json";

  /** Keys of one notation that would contradict what is written in the other. */
  private static final List<String> REPLACED =
      List.of(
          "rope_parameters",
          "rope_scaling",
          "dtype",
          "layer_types",
          "use_sliding_window",
          Keys.WIDTHS);

  /**
   * What a checkpoint's files said, for what is made of it: keys that bear on nothing are written
   * through.
   *
   * @param generation the other file, if there is one
   */
  public record Origin(ObjectNode config, Optional<ObjectNode> generation) {}

  private ConfigFiles() {}

  /**
   * The shape of a checkpoint directory's model.
   *
   * @throws InputException if it is missing, wrong, or of an unknown family
   */
  public static ModelConfig read(Path directory) {
    Origin origin = origin(directory);
    return read(directory, origin);
  }

  /** The same of files that were read already. */
  static ModelConfig read(Path directory, Origin origin) {
    Path file = directory.resolve("config.json");
    try {
      // the generation config overrides the tokens that end a text; it may be silent
      List<Integer> stopTokens =
          origin.generation().map(json -> Keys.tokens(json, "eos_token_id")).orElse(List.of());
      Keys keys = new Keys(file, origin.config(), stopTokens);
      Family family = Families.of(keys.modelType(Families.ALL.names()));
      ModelConfig config = family.config(keys);
      keys.finish(family.name());
      return config;
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  /** Keys of {@code config.json} that no family reads, since they bear on nothing it computes. */
  public static List<String> passedOver(Path directory) {
    Keys keys = new Keys(directory.resolve("config.json"), origin(directory).config(), List.of());
    Families.of(keys.modelType(Families.ALL.names())).config(keys);
    return keys.unread();
  }

  /** What the files of a checkpoint directory say. */
  public static Origin origin(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new InputException(
          directory + ": is no directory; a model is one with config.json and model.safetensors");
    }
    Path generation = directory.resolve(GENERATION);
    return new Origin(
        tree(directory.resolve("config.json")),
        Files.exists(generation) ? Optional.of(tree(generation)) : Optional.empty());
  }

  private static ObjectNode tree(Path file) {
    try {
      if (JSON.readTree(Files.readString(file)) instanceof ObjectNode tree) {
        return tree;
      }
      throw new InputException(file + ": is not a JSON object");
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file", e);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s:%d: is not JSON: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Writes both files into an existing directory; {@code dtype} is that of the tensors beside them.
   */
  public static void write(Path directory, ModelConfig config, Dtype dtype) {
    write(directory, config, dtype, Optional.empty());
  }

  /** The same with what the files of the model's origin say besides. */
  public static void write(
      Path directory, ModelConfig config, Dtype dtype, Optional<Origin> origin) {
    write(directory, config, dtype.torchName(), origin);
  }

  /** The same where tensors keep the types that they had. */
  public static void rewrite(Path directory, ModelConfig config, Origin origin) {
    ObjectNode from = origin.config();
    String dtype = from.path("torch_dtype").asText(from.path("dtype").asText("float32"));
    write(directory, config, dtype, Optional.of(origin));
  }

  private static void write(
      Path directory, ModelConfig config, String dtype, Optional<Origin> origin) {
    Map<String, Object> json = new TreeMap<>();
    origin.ifPresent(
        from -> {
          from.config().properties().forEach(entry -> json.put(entry.getKey(), entry.getValue()));
          REPLACED.forEach(json::remove);
        });
    put(json, config, dtype);
    write(directory.resolve("config.json"), json);
    Map<String, Object> generation = new TreeMap<>();
    origin
        .flatMap(Origin::generation)
        .ifPresentOrElse(
            from ->
                from.properties()
                    .forEach(entry -> generation.put(entry.getKey(), entry.getValue())),
            () -> generation.put("_from_model_config", true));
    putTokens(generation, config.bos(), config.eos());
    write(directory.resolve(GENERATION), generation);
  }

  private static void put(Map<String, Object> json, ModelConfig config, String dtype) {
    Family family = Families.of(config.family());
    json.put("architectures", List.of(family.architecture()));
    json.put("model_type", family.name());
    json.put("vocab_size", config.vocabulary());
    json.put("tie_word_embeddings", config.tied());
    json.put("torch_dtype", dtype);
    json.putIfAbsent("initializer_range", 0.02);
    json.putIfAbsent("use_cache", true);
    if (!config.uniform()) {
      json.put(Keys.WIDTHS, config.ffn());
    }
    putTokens(json, config.bos(), config.eos());
    family.write(config, json);
  }

  private static void putTokens(Map<String, Object> json, OptionalInt bos, List<Integer> eos) {
    bos.ifPresent(token -> json.put("bos_token_id", token));
    if (!eos.isEmpty()) {
      json.put("eos_token_id", eos.size() == 1 ? eos.get(0) : new ArrayList<>(eos));
    }
  }

  private static void write(Path file, Map<String, Object> json) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    try {
      WholeFile.write(file, JSON.writer(printer).writeValueAsString(json) + "\n");
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
