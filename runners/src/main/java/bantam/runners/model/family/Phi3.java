package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import java.util.Map;

/**
 * Phi-3: Llama with fused projections. Its long contexts (rope_type longrope, of old su) are
 * refused.
 *
 * @see <a href="https://arxiv.org/abs/2404.14219">Abdin et al. 2024, section 2</a>; names as in
 *     transformers' {@code modeling_phi3.py}
 */
final class Phi3 implements Family {
  private static final Names NAMES =
      Names.fused(
          Module.of(
              "self_attn.qkv_proj", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
          Module.of("mlp.gate_up_proj", "mlp.gate_proj", "mlp.up_proj"));

  @Override
  public String name() {
    return "phi3";
  }

  @Override
  public String architecture() {
    return "Phi3ForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys);
    keys.pass("original_max_position_embeddings");
    int window = keys.integer("sliding_window", 0);
    Block block =
        Block.of(
            Stock.rms(keys, 1e-5, Placing.BEFORE),
            keys.rotary(stock.headDim(), "rope_theta", 10000, "partial_rotary_factor", 1),
            Attention.plain(false, false, stock.headDim())
                .withWindow(window, Stock.every(stock.layers(), window > 0)),
            Stock.gated(keys, "hidden_act", false));
    return stock.config(name(), keys, block, false);
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    Stock.write(config, json);
    int window = config.block().attention().window();
    json.put("sliding_window", window == 0 ? null : window);
    json.put("partial_rotary_factor", Stock.share(config));
    // transformers wants it, to choose between the factors of long contexts
    json.putIfAbsent("original_max_position_embeddings", config.maxPositions());
  }

  @Override
  public Names names() {
    return NAMES;
  }
}
