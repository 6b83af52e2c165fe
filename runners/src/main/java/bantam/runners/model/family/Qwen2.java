package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Qwen 2: Llama with biases of queries, keys and values.
 *
 * @see <a href="https://arxiv.org/abs/2407.10671">Yang et al. 2024, section 2.2</a>; as in
 *     transformers the layers from {@code max_window_layers} on slide
 */
final class Qwen2 implements Family {
  @Override
  public String name() {
    return "qwen2";
  }

  @Override
  public String architecture() {
    return "Qwen2ForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys);
    Block block =
        Block.of(
            Stock.rms(keys, 1e-6, Placing.BEFORE),
            keys.rotary(stock.headDim(), 10000),
            windows(keys, stock, Attention.plain(true, false, stock.headDim())),
            Stock.gated(keys, "hidden_act", false));
    return stock.config(name(), keys, block, false);
  }

  /** Which layers slide, as the Qwen families say it. */
  static Attention windows(Keys keys, Stock stock, Attention attention) {
    boolean use = keys.flag("use_sliding_window", false);
    int window = keys.integer("sliding_window", 4096);
    int first = keys.integer("max_window_layers", 28);
    List<Boolean> sliding = new ArrayList<>();
    for (int layer = 0; layer < stock.layers(); layer++) {
      sliding.add(use && layer >= first);
    }
    return attention.withWindow(window, keys.sliding(sliding));
  }

  /** Writes what {@link #windows} reads. */
  static void writeWindows(ModelConfig config, Map<String, Object> json) {
    Attention attention = config.block().attention();
    int first = attention.firstSliding().orElse(config.layers());
    json.put("use_sliding_window", attention.window() > 0);
    json.put("sliding_window", attention.window() > 0 ? attention.window() : null);
    json.put("max_window_layers", first);
    if (attention.sliding().lastIndexOf(false) > first) {
      json.put("layer_types", Keys.layerTypes(attention.sliding()));
    }
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    Stock.write(config, json);
    writeWindows(config, json);
  }

  @Override
  public Names names() {
    return Names.llama();
  }
}
