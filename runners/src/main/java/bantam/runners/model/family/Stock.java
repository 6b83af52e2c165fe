package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Activation;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Rope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What many families have in common: the keys of Llama's {@code config.json}.
 *
 * @param headDim dimensions of a head
 * @param ffn widths of the feed-forward networks
 */
record Stock(
    int vocabulary,
    int hidden,
    int heads,
    int kvHeads,
    int headDim,
    List<Integer> ffn,
    int maxPositions) {
  /** Reads the widths; head_dim is hidden_size / num_attention_heads where it is missing. */
  static Stock read(Keys keys) {
    int heads = keys.integer("num_attention_heads");
    return read(keys, keys.integer("hidden_size") / Math.max(1, heads));
  }

  /** Reads the widths, with another head_dim where it is missing. */
  static Stock read(Keys keys, int headDim) {
    int heads = keys.integer("num_attention_heads");
    return new Stock(
        keys.integer("vocab_size"),
        keys.integer("hidden_size"),
        heads,
        keys.integer("num_key_value_heads", heads),
        keys.integer("head_dim", headDim),
        keys.widths(keys.integer("num_hidden_layers"), keys.integer("intermediate_size")),
        keys.integer("max_position_embeddings", 2048));
  }

  int layers() {
    return ffn.size();
  }

  ModelConfig config(String family, Keys keys, Block block, boolean tiedUnlessSaid) {
    return new ModelConfig(
        family,
        vocabulary,
        hidden,
        heads,
        kvHeads,
        headDim,
        ffn,
        block,
        keys.flag("tie_word_embeddings", tiedUnlessSaid),
        maxPositions,
        keys.bos(),
        keys.eos());
  }

  static Block.Norms rms(Keys keys, double eps, Placing placing) {
    return new Block.Norms(Block.Norm.RMS, keys.number("rms_norm_eps", eps), placing);
  }

  static Block.FeedForward gated(Keys keys, String act, boolean bias) {
    return new Block.FeedForward(keys.activation(act, "silu"), true, bias);
  }

  /** Writes what {@link #read} reads, with rotary positions and norms. */
  static void write(ModelConfig config, Map<String, Object> json) {
    json.put("hidden_size", config.hidden());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.heads());
    json.put("num_key_value_heads", config.kvHeads());
    json.put("head_dim", config.headDim());
    json.put("intermediate_size", widest(config));
    json.put("hidden_act", name(config.block().feedForward().activation()));
    json.put("rms_norm_eps", config.block().norms().eps());
    json.put("max_position_embeddings", config.maxPositions());
    rope(config, json, "rope_theta");
  }

  static int widest(ModelConfig config) {
    return config.ffn().stream().mapToInt(i -> i).max().orElseThrow();
  }

  static String name(Activation activation) {
    return switch (activation) {
      case SILU -> "silu";
      case GELU -> "gelu";
      case GELU_TANH -> "gelu_pytorch_tanh";
      case RELU -> "relu";
    };
  }

  static void rope(ModelConfig config, Map<String, Object> json, String base) {
    Rope rope = rotary(config).rope();
    json.put(base, rope.theta());
    json.put("rope_scaling", scaling(rope.scaling()));
  }

  static Block.Rotary rotary(ModelConfig config) {
    if (config.block().positions() instanceof Block.Rotary rotary) {
      return rotary;
    }
    throw new IllegalArgumentException(config.family() + " has rotary positions");
  }

  /** The share of a head that turns, such that reading it gives the dimensions back. */
  static double share(ModelConfig config) {
    int dimensions = rotary(config).dimensions();
    double share = (double) dimensions / config.headDim();
    return (int) (config.headDim() * share) < dimensions ? Math.nextUp(share) : share;
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

  /** Every layer alike. */
  static List<Boolean> every(int layers, boolean slides) {
    return java.util.Collections.nCopies(layers, slides);
  }
}
