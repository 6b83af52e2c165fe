package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.Block.QkNorm;
import bantam.runners.model.ModelConfig;
import java.util.Map;

/**
 * OLMo 2: norms behind the sublayers instead of before them, queries and keys normed as a whole.
 *
 * @see <a href="https://arxiv.org/abs/2501.00656">OLMo Team 2025, section 3.1</a>
 */
final class Olmo2 implements Family {
  private static final Names NAMES =
      Names.withNorms(
          Module.of("post_attention_layernorm", "self_attn.output_norm"),
          Module.of("post_feedforward_layernorm", "mlp.output_norm"));

  @Override
  public String name() {
    return "olmo2";
  }

  @Override
  public String architecture() {
    return "Olmo2ForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys);
    boolean bias = keys.flag("attention_bias", false);
    Block block =
        Block.of(
            Stock.rms(keys, 1e-5, Placing.AFTER),
            keys.rotary(stock.headDim(), 10000),
            Attention.plain(bias, bias, stock.headDim()).withQkNorm(QkNorm.ALL_HEADS),
            Stock.gated(keys, "hidden_act", false));
    return stock.config(name(), keys, block, false);
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    Stock.write(config, json);
    json.put("attention_bias", config.block().attention().bias());
  }

  @Override
  public Names names() {
    return NAMES;
  }
}
