package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import java.util.List;
import java.util.Map;

/**
 * GPT-NeoX and Pythia: the first quarter of a head turns, both sublayers read the layer's input.
 *
 * @see <a href="https://arxiv.org/abs/2204.06745">Black et al. 2022, section 2.1</a>; names as in
 *     transformers' {@code modeling_gpt_neox.py}, where queries, keys and values take turns head by
 *     head
 */
final class GptNeox implements Family {
  private static final Names NAMES =
      new Names(
          List.of(
              Module.of("gpt_neox.embed_in", "model.embed_tokens"),
              Module.of("gpt_neox.final_layer_norm", "model.norm"),
              Module.of("embed_out", "lm_head")),
          "gpt_neox.layers.",
          List.of(
              Module.of("input_layernorm", "input_layernorm"),
              Module.of("post_attention_layernorm", "post_attention_layernorm"),
              Module.byHead(
                  "attention.query_key_value",
                  "self_attn.q_proj",
                  "self_attn.k_proj",
                  "self_attn.v_proj"),
              Module.of("attention.dense", "self_attn.o_proj"),
              Module.of("mlp.dense_h_to_4h", "mlp.up_proj"),
              Module.of("mlp.dense_4h_to_h", "mlp.down_proj")));

  @Override
  public String name() {
    return "gpt_neox";
  }

  @Override
  public String architecture() {
    return "GPTNeoXForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    int hidden = keys.integer("hidden_size");
    int heads = keys.integer("num_attention_heads");
    int headDim = hidden / Math.max(1, heads);
    Stock stock =
        new Stock(
            keys.integer("vocab_size"),
            hidden,
            heads,
            heads,
            headDim,
            keys.widths(keys.integer("num_hidden_layers"), keys.integer("intermediate_size")),
            keys.integer("max_position_embeddings", 2048));
    boolean bias = keys.flag("attention_bias", true);
    Block block =
        Block.of(
                new Block.Norms(
                    Block.Norm.LAYER, keys.number("layer_norm_eps", 1e-5), Placing.BEFORE),
                keys.rotary(headDim, "rotary_emb_base", 10000, "rotary_pct", 0.25),
                Attention.plain(bias, bias, headDim),
                new Block.FeedForward(keys.activation("hidden_act", "gelu"), false, true))
            .inParallel(keys.flag("use_parallel_residual", true));
    return stock.config(name(), keys, block, false);
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    json.put("hidden_size", config.hidden());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.heads());
    json.put("intermediate_size", Stock.widest(config));
    json.put("max_position_embeddings", config.maxPositions());
    json.put("attention_bias", config.block().attention().bias());
    json.put("hidden_act", Stock.name(config.block().feedForward().activation()));
    json.put("layer_norm_eps", config.block().norms().eps());
    json.put("use_parallel_residual", config.block().parallel());
    Stock.rope(config, json, "rotary_emb_base");
    json.put("rotary_pct", Stock.share(config));
  }

  @Override
  public Names names() {
    return NAMES;
  }

  /** Masks that older files keep. */
  @Override
  public boolean superfluous(String tensor) {
    return tensor.endsWith(".attention.bias")
        || tensor.endsWith(".attention.masked_bias")
        || tensor.endsWith("rotary_emb.inv_freq");
  }
}
