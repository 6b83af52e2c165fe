package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import java.util.Map;

/**
 * Llama.
 *
 * @see <a href="https://arxiv.org/abs/2302.13971">Touvron et al. 2023, section 2.2</a>; keys and
 *     names as in transformers' {@code modeling_llama.py}
 */
final class Llama implements Family {
  @Override
  public String name() {
    return "llama";
  }

  @Override
  public String architecture() {
    return "LlamaForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys);
    boolean bias = keys.flag("attention_bias", false);
    Block block =
        Block.of(
            Stock.rms(keys, 1e-6, Placing.BEFORE),
            keys.rotary(stock.headDim(), 10000),
            Attention.plain(bias, bias, stock.headDim()),
            Stock.gated(keys, "hidden_act", keys.flag("mlp_bias", false)));
    return stock.config(name(), keys, block, false);
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    Stock.write(config, json);
    json.put("attention_bias", config.block().attention().bias());
    json.put("mlp_bias", config.block().feedForward().bias());
    json.put("attention_dropout", 0.0);
  }

  @Override
  public Names names() {
    return Names.llama();
  }
}
