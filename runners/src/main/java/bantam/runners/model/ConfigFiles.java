package bantam.runners.model;

import bantam.data.WholeFile;
import bantam.recipes.InputException;
import bantam.runners.engine.Dtype;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * {@code config.json} and {@code generation_config.json} of a Hugging Face checkpoint. Both
 * notations are read, that of transformers 4 ({@code rope_theta}, {@code rope_scaling}, {@code
 * torch_dtype}) and that of 5 ({@code rope_parameters}, {@code dtype}); the first is written, which
 * both versions read.
 *
 * <p>Ours alone is the key {@code bantam_intermediate_sizes}, a list with a width for every layer,
 * written where the widths differ; {@code intermediate_size} is then the largest. Stock
 * implementations cannot load such a model and say that shapes do not match.
 */
public final class ConfigFiles {
  static final String WIDTHS = "bantam_intermediate_sizes";

  private static final JsonMapper JSON = new JsonMapper();

  private ConfigFiles() {}

  /**
   * The shape of a checkpoint directory's model.
   *
   * @throws InputException if it is missing, wrong, or of another family
   */
  public static ModelConfig read(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new InputException(
          directory + ": is no directory; a model is one with config.json and model.safetensors");
    }
    Path file = directory.resolve("config.json");
    try {
      return new ConfigReader(file, tree(file)).config(stopTokens(directory));
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  /** The tokens that end a text by {@code generation_config.json}; none where it is silent. */
  private static List<Integer> stopTokens(Path directory) {
    Path file = directory.resolve("generation_config.json");
    return Files.exists(file) ? ConfigReader.tokens(tree(file), "eos_token_id") : List.of();
  }

  private static JsonNode tree(Path file) {
    try {
      JsonNode tree = JSON.readTree(Files.readString(file));
      if (tree == null || !tree.isObject()) {
        throw new InputException(file + ": is not a JSON object");
      }
      return tree;
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
    write(directory.resolve("config.json"), config(config, dtype));
    Map<String, Object> generation = new TreeMap<>();
    generation.put("_from_model_config", true);
    putTokens(generation, config.bos(), config.eos());
    write(directory.resolve("generation_config.json"), generation);
  }

  private static Map<String, Object> config(ModelConfig config, Dtype dtype) {
    Map<String, Object> json = new TreeMap<>();
    json.put("architectures", List.of("LlamaForCausalLM"));
    json.put("model_type", "llama");
    json.put("hidden_act", "silu");
    json.put("vocab_size", config.vocabulary());
    json.put("hidden_size", config.hidden());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.heads());
    json.put("num_key_value_heads", config.kvHeads());
    json.put("head_dim", config.headDim());
    json.put("intermediate_size", config.ffn().stream().mapToInt(i -> i).max().orElseThrow());
    if (!config.uniform()) {
      json.put(WIDTHS, config.ffn());
    }
    json.put("rms_norm_eps", config.rmsEps());
    json.put("rope_theta", config.rope().theta());
    json.put("rope_scaling", scaling(config.rope().scaling()));
    json.put("tie_word_embeddings", config.tied());
    json.put("attention_bias", config.attentionBias());
    json.put("mlp_bias", config.mlpBias());
    json.put("attention_dropout", 0.0);
    json.put("initializer_range", 0.02);
    json.put("max_position_embeddings", config.maxPositions());
    json.put("use_cache", true);
    json.put("torch_dtype", dtype.torchName());
    putTokens(json, config.bos(), config.eos());
    return json;
  }

  private static void putTokens(Map<String, Object> json, OptionalInt bos, List<Integer> eos) {
    bos.ifPresent(token -> json.put("bos_token_id", token));
    if (!eos.isEmpty()) {
      json.put("eos_token_id", eos.size() == 1 ? eos.get(0) : new ArrayList<>(eos));
    }
  }

  /** Null is what the files say for no scaling. */
  private static Object scaling(Rope.Scaling scaling) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (scaling instanceof Rope.Linear linear) {
      json.put("factor", linear.factor());
      json.put("rope_type", "linear");
    } else if (scaling instanceof Rope.Llama3 llama) {
      json.put("factor", llama.factor());
      json.put("high_freq_factor", llama.highFactor());
      json.put("low_freq_factor", llama.lowFactor());
      json.put("original_max_position_embeddings", llama.originalPositions());
      json.put("rope_type", "llama3");
    }
    return json.isEmpty() ? null : json;
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
