package bantam.runners.model;

import static java.util.Map.entry;

import bantam.runners.model.family.Families;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A small shape of every family, so that a new one is tested without more. */
public final class TinyFamily {
  /** What all of them understand, each by its own names: 3 layers of 16, 4 heads. */
  private static final String COMMON =
      """
      {"vocab_size": 32, "eos_token_id": 2,
       "hidden_size": 16, "num_hidden_layers": 3, "num_attention_heads": 4,
       "num_key_value_heads": 2, "head_dim": 6, "intermediate_size": 24, "ffn_dim": 24,
       "max_position_embeddings": 320,
       "n_embd": 16, "n_layer": 3, "n_head": 4, "n_inner": 24, "n_positions": 320}
      """;

  /** What some can besides: windows shorter than the texts, caps that bend. */
  private static final Map<String, String> MORE =
      Map.ofEntries(
          entry("mistral", "{'sliding_window': 4}"),
          entry(
              "qwen2", "{'use_sliding_window': true, 'sliding_window': 4, 'max_window_layers': 1}"),
          entry("qwen3", "{'attention_bias': true}"),
          entry("gpt_neox", "{'rotary_pct': 0.5}"),
          entry("smollm3", "{'no_rope_layers': [1, 0, 1]}"),
          entry("stablelm", "{'use_qkv_bias': true, 'partial_rotary_factor': 0.67}"),
          entry(
              "gemma3_text",
              "{'sliding_window': 4, 'sliding_window_pattern': 2, 'query_pre_attn_scalar': 7}"),
          entry(
              "gemma2",
              "{'sliding_window': 4, 'query_pre_attn_scalar': 7, 'attn_logit_softcapping': 2.0,"
                  + " 'final_logit_softcapping': 3.0}"));

  private TinyFamily() {}

  public static Stream<String> names() {
    return Families.ALL.names().stream();
  }

  /** Writes the shape's {@code config.json} and reads it. */
  public static ModelConfig config(String family, Path directory) {
    JsonMapper mapper = new JsonMapper();
    try {
      ObjectNode json = (ObjectNode) mapper.readTree(COMMON);
      json.put("model_type", family);
      String more = MORE.getOrDefault(family, "{}").replace('\'', '"');
      json.setAll((ObjectNode) mapper.readTree(more));
      Files.createDirectories(directory);
      mapper.writeValue(directory.resolve("config.json").toFile(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ConfigFiles.read(directory);
  }
}
