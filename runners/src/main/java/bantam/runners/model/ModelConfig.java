package bantam.runners.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * The shape of a decoder of the Llama family. The names in messages are those of {@code
 * config.json}.
 *
 * @param vocabulary rows of the embedding
 * @param hidden width of the residual stream
 * @param heads query heads of a layer
 * @param kvHeads key and value heads of a layer; each serves heads / kvHeads query heads
 * @param headDim dimensions of a head; heads × headDim need not be the width
 * @param ffn channels of each layer's feed-forward network, one entry a layer
 * @param rmsEps added to the mean square under the root
 * @param tied whether the head's weight is the embedding
 * @param attentionBias whether the four attention projections have biases
 * @param mlpBias whether the three feed-forward projections have biases
 * @param maxPositions the longest sequence
 * @param bos the token that begins a text
 * @param eos the tokens that end one; may be empty
 */
public record ModelConfig(
    int vocabulary,
    int hidden,
    int heads,
    int kvHeads,
    int headDim,
    List<Integer> ffn,
    double rmsEps,
    Rope rope,
    boolean tied,
    boolean attentionBias,
    boolean mlpBias,
    int maxPositions,
    OptionalInt bos,
    List<Integer> eos) {
  /** Throws {@link IllegalArgumentException}; whoever reads the numbers adds where they stand. */
  public ModelConfig {
    ffn = List.copyOf(ffn);
    eos = List.copyOf(eos);
    check(vocabulary > 0, "vocab_size", vocabulary, "must be above 0");
    check(hidden > 0, "hidden_size", hidden, "must be above 0");
    check(!ffn.isEmpty(), "num_hidden_layers", ffn.size(), "must be above 0");
    check(heads > 0, "num_attention_heads", heads, "must be above 0");
    check(
        kvHeads > 0 && heads % kvHeads == 0,
        "num_key_value_heads",
        kvHeads,
        "must divide num_attention_heads, which is " + heads);
    check(headDim > 0 && headDim % 2 == 0, "head_dim", headDim, "must be even and above 0");
    for (int width : ffn) {
      check(width > 0, "intermediate_size", width, "must be above 0");
    }
    check(rmsEps > 0, "rms_norm_eps", rmsEps, "must be above 0");
    check(maxPositions > 0, "max_position_embeddings", maxPositions, "must be above 0");
    for (int token : eos) {
      checkToken("eos_token_id", token, vocabulary);
    }
    if (bos.isPresent()) {
      checkToken("bos_token_id", bos.getAsInt(), vocabulary);
    }
  }

  private static void checkToken(String key, int token, int vocabulary) {
    check(
        token >= 0 && token < vocabulary,
        key,
        token,
        "must be in [0, vocab_size), and vocab_size is " + vocabulary);
  }

  static void check(boolean valid, String key, Object actual, String wanted) {
    if (!valid) {
      throw new IllegalArgumentException("%s is %s; it %s".formatted(key, actual, wanted));
    }
  }

  public int layers() {
    return ffn.size();
  }

  /** Whether every layer's feed-forward network is equally wide, as stock implementations want. */
  public boolean uniform() {
    return ffn.stream().distinct().count() == 1;
  }

  /** The same shape for another tokenizer. */
  public ModelConfig withTokens(Tokens tokens) {
    return new ModelConfig(
        tokens.size(),
        hidden,
        heads,
        kvHeads,
        headDim,
        ffn,
        rmsEps,
        rope,
        tied,
        attentionBias,
        mlpBias,
        maxPositions,
        tokens.bos(),
        tokens.eos());
  }

  /** The same shape with other feed-forward widths, and as many layers as there are widths. */
  public ModelConfig withFfn(List<Integer> widths) {
    return new ModelConfig(
        vocabulary,
        hidden,
        heads,
        kvHeads,
        headDim,
        widths,
        rmsEps,
        rope,
        tied,
        attentionBias,
        mlpBias,
        maxPositions,
        bos,
        eos);
  }
}
