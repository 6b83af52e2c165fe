package bantam.runners.model;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Key;
import java.util.Collections;

/** A decoder of the Llama family whose shape is written out. */
public record Llama(
    @Key(value = "width of the residual stream", min = 2, max = 65536) int hidden,
    @Key(value = "number of layers", min = 1, max = 1024) int layers,
    @Key(value = "query heads", min = 1, max = 1024) int heads,
    @Key(
            value = "key and value heads, each serving heads / kv_heads query heads; 0 takes heads",
            preset = "0",
            min = 0,
            max = 1024)
        int kvHeads,
    @Key(value = "channels of each feed-forward network", min = 1, max = 262144) int ffn,
    @Key(
            value = "dimensions of a head, even; 0 takes hidden / heads",
            preset = "0",
            min = 0,
            max = 65536)
        int headDim,
    @Key(value = "whether the head's weight is the embedding", preset = "true") boolean tie,
    @Key(value = "base of the rotary frequencies", preset = "10000", min = 1) double ropeTheta,
    @Key(value = "longest sequence in tokens", preset = "2048", min = 2, max = 1048576)
        int maxPositions,
    @Key(value = "added to the mean square in RMSNorm", preset = "1.0e-5", min = 1e-12, max = 1)
        double rmsEps)
    implements Architecture {
  public Llama {
    checkField(
        headDim > 0 || hidden % heads == 0,
        "heads",
        heads,
        "must divide hidden, which is " + hidden + ", or head_dim must be given");
    int dimensions = headDim > 0 ? headDim : hidden / heads;
    checkField(
        dimensions % 2 == 0, "head_dim", dimensions, "must be even: rotary positions turn pairs");
    checkField(
        kvHeads == 0 || heads % kvHeads == 0,
        "kv_heads",
        kvHeads,
        "must divide heads, which is " + heads);
  }

  @Override
  public ModelConfig config(Tokens tokens) {
    return new ModelConfig(
        tokens.size(),
        hidden,
        heads,
        kvHeads == 0 ? heads : kvHeads,
        headDim == 0 ? hidden / heads : headDim,
        Collections.nCopies(layers, ffn),
        rmsEps,
        Rope.of(ropeTheta),
        tie,
        false,
        false,
        maxPositions,
        tokens.bos(),
        tokens.eos());
  }
}
