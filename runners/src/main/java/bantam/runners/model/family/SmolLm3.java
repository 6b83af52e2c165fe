package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.Block.Rotary;
import bantam.runners.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SmolLM 3: Llama in which every fourth layer has no positions.
 *
 * @see <a href="https://huggingface.co/blog/smollm3">Bakouch et al. 2025</a>, after <a
 *     href="https://arxiv.org/abs/2501.18795">Yang et al. 2025</a>
 */
final class SmolLm3 implements Family {
  @Override
  public String name() {
    return "smollm3";
  }

  @Override
  public String architecture() {
    return "SmolLM3ForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys);
    boolean bias = keys.flag("attention_bias", false);
    keys.only("use_sliding_window", false);
    keys.pass("sliding_window", "max_window_layers");
    int interval = keys.integer("no_rope_layer_interval", 4);
    List<Boolean> still = new ArrayList<>();
    for (int layer = 0; layer < stock.layers(); layer++) {
      still.add((layer + 1) % Math.max(1, interval) == 0);
    }
    Rotary rotary = keys.rotary(stock.headDim(), 2e6);
    Block block =
        Block.of(
            Stock.rms(keys, 1e-6, Placing.BEFORE),
            new Rotary(rotary.rope(), rotary.dimensions(), rotary.sliding(), keys.still(still)),
            Attention.plain(bias, bias, stock.headDim()),
            Stock.gated(keys, "hidden_act", keys.flag("mlp_bias", false)));
    return stock.config(name(), keys, block, true);
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    Stock.write(config, json);
    json.put("attention_bias", config.block().attention().bias());
    json.put("mlp_bias", config.block().feedForward().bias());
    List<Boolean> still = Stock.rotary(config).still();
    json.put(
        "no_rope_layers",
        (still.isEmpty() ? Stock.every(config.layers(), false) : still)
            .stream().map(none -> none ? 0 : 1).toList());
  }

  @Override
  public Names names() {
    return Names.llama();
  }
}
