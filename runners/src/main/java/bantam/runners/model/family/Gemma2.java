package bantam.runners.model.family;

import bantam.runners.model.Block;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gemma 2: norms around both sublayers, capped scores and logits, layers 0, 2, ... slide.
 *
 * @see <a href="https://arxiv.org/abs/2408.00118">Gemma Team 2024, section 2</a>; as in
 *     transformers {@code hidden_activation} counts, and {@code hidden_act} does not
 */
final class Gemma2 implements Family {
  static final Names NAMES =
      Names.withNorms(
          Module.of("input_layernorm", "input_layernorm"),
          Module.of("post_attention_layernorm", "self_attn.output_norm"),
          Module.of("pre_feedforward_layernorm", "post_attention_layernorm"),
          Module.of("post_feedforward_layernorm", "mlp.output_norm"));

  @Override
  public String name() {
    return "gemma2";
  }

  @Override
  public String architecture() {
    return "Gemma2ForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys, 256);
    // published files repeat the window under a second name
    keys.pass("hidden_act", "sliding_window_size");
    boolean bias = keys.flag("attention_bias", false);
    Attention attention =
        Attention.plain(bias, bias, stock.headDim())
            .withScores(
                keys.number("query_pre_attn_scalar", 256), cap(keys, "attn_logit_softcapping", 50))
            .withWindow(
                keys.integer("sliding_window", 4096), keys.sliding(alternating(stock.layers())));
    Block block =
        Block.of(
                Gemma.norms(keys, Placing.AROUND),
                keys.rotary(stock.headDim(), 10000),
                attention,
                new Block.FeedForward(
                    keys.activation("hidden_activation", "gelu_pytorch_tanh"), true, false))
            .withScale(Math.sqrt(stock.hidden()))
            .withLogitCap(cap(keys, "final_logit_softcapping", 30));
    return stock.config(name(), keys, block, true);
  }

  /** A missing key stands for the preset, null for none. */
  static double cap(Keys keys, String key, double preset) {
    return keys.stands(key) ? keys.number(key, 0) : preset;
  }

  private static List<Boolean> alternating(int layers) {
    List<Boolean> sliding = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      sliding.add(layer % 2 == 0);
    }
    return sliding;
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    Stock.write(config, json);
    Attention attention = config.block().attention();
    json.put("attention_bias", attention.bias());
    json.put("hidden_activation", Stock.name(config.block().feedForward().activation()));
    json.put("query_pre_attn_scalar", number(attention.scalar()));
    json.put("attn_logit_softcapping", attention.cap() == 0 ? null : attention.cap());
    double cap = config.block().logitCap();
    json.put("final_logit_softcapping", cap == 0 ? null : cap);
    if (attention.window() > 0) {
      json.put("sliding_window", attention.window());
    }
    List<Boolean> sliding =
        attention.sliding().isEmpty() ? Stock.every(config.layers(), false) : attention.sliding();
    if (!sliding.equals(alternating(config.layers()))) {
      json.put("layer_types", Keys.layerTypes(sliding));
    }
  }

  /** Whole numbers as such: there the key's type is an integer. */
  static Number number(double value) {
    if (value == Math.rint(value)) {
      return (long) value;
    }
    return value;
  }

  @Override
  public Names names() {
    return NAMES;
  }
}
