package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import java.util.List;
import java.util.Map;

/**
 * GPT-2: learned positions, LayerNorm, weights that lie as (inputs, outputs).
 *
 * @see <a
 *     href="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf">
 *     Radford et al. 2019, section 2.3</a>; names as in transformers' {@code modeling_gpt2.py}.
 *     Training here has no dropout, whatever the file says
 */
final class Gpt2 implements Family {
  private static final String PREFIX = "transformer.";

  private static final Names NAMES =
      new Names(
          List.of(
              Module.of("transformer.wte", "model.embed_tokens"),
              Module.of("transformer.wpe", "model.embed_positions"),
              Module.of("transformer.ln_f", "model.norm"),
              Module.of("lm_head", "lm_head")),
          "transformer.h.",
          List.of(
              Module.of("ln_1", "input_layernorm"),
              Module.of("ln_2", "post_attention_layernorm"),
              Module.transposed(
                  "attn.c_attn", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
              Module.transposed("attn.c_proj", "self_attn.o_proj"),
              Module.transposed("mlp.c_fc", "mlp.up_proj"),
              Module.transposed("mlp.c_proj", "mlp.down_proj")));

  @Override
  public String name() {
    return "gpt2";
  }

  @Override
  public String architecture() {
    return "GPT2LMHeadModel";
  }

  @Override
  public ModelConfig config(Keys keys) {
    int hidden = keys.integer("n_embd");
    int heads = keys.integer("n_head");
    int headDim = hidden / Math.max(1, heads);
    int ffn = keys.integer("n_inner", 4 * hidden);
    keys.only("scale_attn_by_inverse_layer_idx", false);
    keys.only("add_cross_attention", false);
    keys.pass("reorder_and_upcast_attn", "attn_pdrop", "embd_pdrop", "resid_pdrop");
    Stock stock =
        new Stock(
            keys.integer("vocab_size"),
            hidden,
            heads,
            heads,
            headDim,
            keys.widths(keys.integer("n_layer"), ffn),
            keys.integer("n_positions", 1024));
    Attention attention = Attention.plain(true, true, headDim);
    Block block =
        Block.of(
            new Block.Norms(
                Block.Norm.LAYER, keys.number("layer_norm_epsilon", 1e-5), Placing.BEFORE),
            new Block.Learned(0),
            keys.flag("scale_attn_weights", true) ? attention : attention.withScores(1, 0),
            new Block.FeedForward(keys.activation("activation_function", "gelu_new"), false, true));
    return stock.config(name(), keys, block, true);
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    json.put("n_embd", config.hidden());
    json.put("n_layer", config.layers());
    json.put("n_head", config.heads());
    json.put("n_positions", config.maxPositions());
    int ffn = Stock.widest(config);
    json.put("n_inner", ffn == 4 * config.hidden() ? null : ffn);
    Block.Activation activation = config.block().feedForward().activation();
    boolean tanh = activation == Block.Activation.GELU_TANH;
    json.put("activation_function", tanh ? "gelu_new" : Stock.name(activation));
    json.put("layer_norm_epsilon", config.block().norms().eps());
    json.put("scale_attn_weights", config.block().attention().scalar() != 1);
    List.of("attn_pdrop", "embd_pdrop", "resid_pdrop").forEach(key -> json.putIfAbsent(key, 0.0));
  }

  @Override
  public Names names() {
    return NAMES;
  }

  /** The first published files lack the prefix. */
  @Override
  public String present(String tensor) {
    return tensor.startsWith(PREFIX) || tensor.startsWith("lm_head.") ? tensor : PREFIX + tensor;
  }

  /** Masks that older files keep. */
  @Override
  public boolean superfluous(String tensor) {
    return tensor.endsWith(".attn.bias") || tensor.endsWith(".attn.masked_bias");
  }
}
