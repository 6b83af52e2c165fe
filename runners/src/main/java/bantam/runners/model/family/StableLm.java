package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import java.util.Map;

/**
 * StableLM: LayerNorm, and a quarter of each head turns. Those with sublayers in parallel, or with
 * queries and keys normed, are refused.
 *
 * @see <a href="https://arxiv.org/abs/2402.17834">Bellagente et al. 2024, section 2.3</a>
 */
final class StableLm implements Family {
  @Override
  public String name() {
    return "stablelm";
  }

  @Override
  public String architecture() {
    return "StableLmForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys);
    keys.only("use_parallel_residual", false);
    keys.only("qk_layernorm", false);
    Block block =
        Block.of(
            new Block.Norms(Block.Norm.LAYER, keys.number("layer_norm_eps", 1e-5), Placing.BEFORE),
            keys.rotary(stock.headDim(), "rope_theta", 10000, "partial_rotary_factor", 0.25),
            Attention.plain(keys.flag("use_qkv_bias", false), false, stock.headDim()),
            Stock.gated(keys, "hidden_act", false));
    return stock.config(name(), keys, block, false);
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    Stock.write(config, json);
    json.remove("rms_norm_eps");
    json.put("layer_norm_eps", config.block().norms().eps());
    json.put("partial_rotary_factor", Stock.share(config));
    json.put("use_qkv_bias", config.block().attention().bias());
  }

  @Override
  public Names names() {
    return Names.llama();
  }
}
