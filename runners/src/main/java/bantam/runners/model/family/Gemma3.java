package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.Block.QkNorm;
import bantam.runners.model.Block.Rotary;
import bantam.runners.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gemma 3's language model: norms around both sublayers, queries and keys normed in each head, five
 * of six layers slide and turn by another base.
 *
 * @see <a href="https://arxiv.org/abs/2503.19786">Gemma Team 2025, section 2</a>
 */
final class Gemma3 implements Family {
  @Override
  public String name() {
    return "gemma3_text";
  }

  @Override
  public String architecture() {
    return "Gemma3ForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys, 256);
    keys.pass("hidden_act");
    boolean bias = keys.flag("attention_bias", false);
    // version 5 writes it under a name of its own, beside layer_types, which counts
    keys.pass("_sliding_window_pattern");
    int pattern = keys.integer("sliding_window_pattern", 6);
    List<Boolean> sliding = new ArrayList<>();
    for (int layer = 0; layer < stock.layers(); layer++) {
      sliding.add((layer + 1) % Math.max(1, pattern) != 0);
    }
    Attention attention =
        Attention.plain(bias, bias, stock.headDim())
            .withQkNorm(QkNorm.EACH_HEAD)
            .withScores(
                keys.number("query_pre_attn_scalar", 256), keys.number("attn_logit_softcapping", 0))
            .withWindow(keys.integer("sliding_window", 4096), keys.sliding(sliding));
    Block block =
        Block.of(
                Gemma.norms(keys, Placing.AROUND),
                keys.rotaries(stock.headDim(), 1e6, 1e4),
                attention,
                new Block.FeedForward(
                    keys.activation("hidden_activation", "gelu_pytorch_tanh"), true, false))
            .withScale(Math.sqrt(stock.hidden()))
            .withLogitCap(keys.number("final_logit_softcapping", 0));
    return stock.config(name(), keys, block, true);
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    Stock.write(config, json);
    Attention attention = config.block().attention();
    Rotary rotary = Stock.rotary(config);
    json.put("rope_local_base_freq", rotary.sliding().orElse(rotary.rope()).theta());
    json.put("attention_bias", attention.bias());
    json.put("hidden_activation", Stock.name(config.block().feedForward().activation()));
    json.put("query_pre_attn_scalar", Gemma2.number(attention.scalar()));
    json.put("attn_logit_softcapping", attention.cap() == 0 ? null : attention.cap());
    double cap = config.block().logitCap();
    json.put("final_logit_softcapping", cap == 0 ? null : cap);
    if (attention.window() > 0) {
      json.put("sliding_window", attention.window());
    }
    json.put(
        "layer_types",
        Keys.layerTypes(
            attention.sliding().isEmpty()
                ? Stock.every(config.layers(), false)
                : attention.sliding()));
  }

  @Override
  public Names names() {
    return Gemma2.NAMES;
  }
}
