package bantam.runners.model.family;

import bantam.recipes.InputException;
import bantam.runners.model.Block;
import bantam.runners.model.Block.Activation;
import bantam.runners.model.Block.Attention;
import bantam.runners.model.Block.Placing;
import bantam.runners.model.ModelConfig;
import java.util.Map;

/**
 * Gemma: embeddings times √hidden, norms by 1 + w, gated GELU.
 *
 * @see <a href="https://arxiv.org/abs/2403.08295">Gemma Team 2024, section 2</a>. Transformers
 *     rounds √hidden to the compute dtype; in bf16 we do not. Of {@code hidden_act} and {@code
 *     hidden_activation} its versions took one or the other: where they differ we refuse.
 */
final class Gemma implements Family {
  @Override
  public String name() {
    return "gemma";
  }

  @Override
  public String architecture() {
    return "GemmaForCausalLM";
  }

  @Override
  public ModelConfig config(Keys keys) {
    Stock stock = Stock.read(keys, 256);
    boolean bias = keys.flag("attention_bias", false);
    Block block =
        Block.of(
                norms(keys, Placing.BEFORE),
                keys.rotary(stock.headDim(), 10000),
                Attention.plain(bias, bias, stock.headDim()),
                new Block.FeedForward(activation(keys), true, false))
            .withScale(Math.sqrt(stock.hidden()));
    return stock.config(name(), keys, block, true);
  }

  static Block.Norms norms(Keys keys, Placing placing) {
    return new Block.Norms(Block.Norm.RMS_PLUS_ONE, keys.number("rms_norm_eps", 1e-6), placing);
  }

  private static Activation activation(Keys keys) {
    Activation old = keys.activation("hidden_act", "gelu_pytorch_tanh");
    Activation named =
        keys.has("hidden_activation") ? keys.activation("hidden_activation", "") : old;
    if (old != named) {
      InputException wrong =
          keys.wrong(
              "hidden_act says %s and hidden_activation %s; let them say the same, since versions of transformers differ in which they take"
                  .formatted(Stock.name(old), Stock.name(named)));
      throw wrong;
    }
    return named;
  }

  @Override
  public void write(ModelConfig config, Map<String, Object> json) {
    Stock.write(config, json);
    json.put("attention_bias", config.block().attention().bias());
    json.put("hidden_activation", Stock.name(config.block().feedForward().activation()));
  }

  @Override
  public Names names() {
    return Names.llama();
  }
}
