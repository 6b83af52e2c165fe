package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import java.util.Map;

/**
 * Mistral: Llama in which every layer slides.
 *
 * @see <a href="https://arxiv.org/abs/2310.06825">Jiang et al. 2023, section 2</a>; as in
 *     transformers a token sees itself and the window − 1 tokens before it
 */
final class Mistral implements Family {
  @Override
  public String name() {
    return "mistral";
  }

  @Override
  public String architecture() {
    return "MistralForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys);
    // a missing key stands for 4096 there, and null for none
    int window = keys.stands("sliding_window") ? keys.integer("sliding_window", 0) : 4096;
    Block block =
        Block.of(
            Stock.rms(keys, 1e-6, Placing.BEFORE),
            keys.rotary(stock.headDim(), 10000),
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
  }

  @Override
  public Names names() {
    return Names.llama();
  }
}
