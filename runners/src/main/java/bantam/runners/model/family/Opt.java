package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import java.util.List;
import java.util.Map;

/**
 * OPT: learned positions from the third row of their table on, LayerNorm, ReLU. The one with norms
 * behind the sublayers and a projection around the layers (350M) is refused.
 *
 * @see <a href="https://arxiv.org/abs/2205.01068">Zhang et al. 2022, section 2.1</a>; names as in
 *     transformers' {@code modeling_opt.py}. Training here has no dropout, whatever the file says
 */
final class Opt implements Family {
  /** Rows of the table that fairseq kept for other things. */
  private static final int OFFSET = 2;

  private static final Names NAMES =
      new Names(
          List.of(
              Module.of("model.decoder.embed_tokens", "model.embed_tokens"),
              Module.of("model.decoder.embed_positions", "model.embed_positions"),
              Module.of("model.decoder.final_layer_norm", "model.norm"),
              Module.of("lm_head", "lm_head")),
          "model.decoder.layers.",
          List.of(
              Module.of("self_attn_layer_norm", "input_layernorm"),
              Module.of("final_layer_norm", "post_attention_layernorm"),
              Module.of("self_attn.q_proj", "self_attn.q_proj"),
              Module.of("self_attn.k_proj", "self_attn.k_proj"),
              Module.of("self_attn.v_proj", "self_attn.v_proj"),
              Module.of("self_attn.out_proj", "self_attn.o_proj"),
              Module.of("fc1", "mlp.up_proj"),
              Module.of("fc2", "mlp.down_proj")));

  @Override
  public String name() {
    return "opt";
  }

  @Override
  public String architecture() {
    return "OPTForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    int hidden = keys.integer("hidden_size");
    int heads = keys.integer("num_attention_heads");
    int headDim = hidden / Math.max(1, heads);
    keys.only("do_layer_norm_before", true);
    keys.only("_remove_final_layer_norm", false);
    keys.only("layer_norm_elementwise_affine", true);
    keys.pass("dropout", "attention_dropout", "activation_dropout", "layerdrop");
    int projected = keys.integer("word_embed_proj_dim", hidden);
    if (projected != hidden) {
      throw keys.wrong(
          "word_embed_proj_dim is %d; Bantam computes it as hidden_size, %d, only"
              .formatted(projected, hidden));
    }
    Stock stock =
        new Stock(
            keys.integer("vocab_size"),
            hidden,
            heads,
            heads,
            headDim,
            keys.widths(keys.integer("num_hidden_layers"), keys.integer("ffn_dim")),
            keys.integer("max_position_embeddings", 2048));
    boolean bias = keys.flag("enable_bias", true);
    Block block =
        Block.of(
            new Block.Norms(Block.Norm.LAYER, 1e-5, Placing.BEFORE),
            new Block.Learned(OFFSET),
            Attention.plain(bias, bias, headDim),
            new Block.FeedForward(keys.activation("activation_function", "relu"), false, bias));
    return stock.config(name(), keys, block, true);
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    json.put("hidden_size", config.hidden());
    json.put("word_embed_proj_dim", config.hidden());
    json.put("num_hidden_layers", config.layers());
    json.put("num_attention_heads", config.heads());
    json.put("ffn_dim", Stock.widest(config));
    json.put("max_position_embeddings", config.maxPositions());
    json.put("activation_function", Stock.name(config.block().feedForward().activation()));
    json.put("enable_bias", config.block().attention().bias());
    json.put("do_layer_norm_before", true);
  }

  @Override
  public Names names() {
    return NAMES;
  }

  /** The first published files lack the prefix. */
  @Override
  public String present(String tensor) {
    return tensor.startsWith("decoder.") ? "model." + tensor : tensor;
  }
}
