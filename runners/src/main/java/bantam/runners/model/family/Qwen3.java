package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.Block.QkNorm;
import bantam.runners.model.ModelConfig;
import java.util.Map;

/**
 * Qwen 3: Llama with queries and keys normed in each head.
 *
 * @see <a href="https://arxiv.org/abs/2505.09388">Yang et al. 2025, section 2</a>
 */
final class Qwen3 implements Family {
  @Override
  public String name() {
    return "qwen3";
  }

  @Override
  public String architecture() {
    return "Qwen3ForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys, 128);
    boolean bias = keys.flag("attention_bias", false);
    Attention attention = Attention.plain(bias, bias, stock.headDim()).withQkNorm(QkNorm.EACH_HEAD);
    Block block =
        Block.of(
            Stock.rms(keys, 1e-6, Placing.BEFORE),
            keys.rotary(stock.headDim(), 10000),
            Qwen2.windows(keys, stock, attention),
            Stock.gated(keys, "hidden_act", false));
    return stock.config(name(), keys, block, false);
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    Stock.write(config, json);
    Qwen2.writeWindows(config, json);
    json.put("attention_bias", config.block().attention().bias());
  }

  @Override
  public Names names() {
    return Names.llama();
  }
}
