package bantam.runners.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The shape of a decoder. The names in messages are those of Llama's {@code config.json}.
 *
 * @param family the {@code model_type} of its checkpoints, a name of {@link
 *     bantam.runners.model.family.Families}
 * @param vocabulary rows of the embedding
 * @param hidden width of the residual stream
 * @param heads query heads of a layer
 * @param kvHeads key and value heads of a layer; each serves heads / kvHeads query heads
 * @param headDim dimensions of a head; heads × headDim need not be the width
 * @param ffn channels of each layer's feed-forward network, one entry a layer
 * @param block what the layers compute
 * @param tied whether the head's weight is the embedding
 * @param maxPositions the longest sequence
 * @param bos the token that begins a text
 * @param eos the tokens that end one; may be empty
 */
public record ModelConfig(
    String family,
    int vocabulary,
    int hidden,
    int heads,
    int kvHeads,
    int headDim,
    List<Integer> ffn,
    Block block,
    boolean tied,
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
    check(maxPositions > 0, "max_position_embeddings", maxPositions, "must be above 0");
    if (block.positions() instanceof Block.Rotary rotary) {
      check(
          rotary.dimensions() > 0 && rotary.dimensions() % 2 == 0,
          "the number of rotary dimensions",
          rotary.dimensions(),
          "must be even and above 0");
      int still = rotary.still().size();
      check(
          still == 0 || still == ffn.size(),
          "the length of no_rope_layers",
          still,
          "must be num_hidden_layers, which is " + ffn.size());
    }
    double scalar = block.attention().scalar();
    check(scalar > 0, "query_pre_attn_scalar", scalar, "must be above 0");
    int slides = block.attention().sliding().size();
    check(
        slides == 0 || slides == ffn.size(),
        "the length of layer_types",
        slides,
        "must be num_hidden_layers, which is " + ffn.size());
    for (int token : eos) {
      checkToken("eos_token_id", token, vocabulary);
    }
    if (bos.isPresent()) {
      checkToken("bos_token_id", bos.getAsInt(), vocabulary);
    }
  }

  /**
   * A model of the Llama family.
   *
   * @param attentionBias whether the four attention projections have biases
   * @param mlpBias whether the three feed-forward projections have biases
   */
  public ModelConfig(
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
    this(
        "llama",
        vocabulary,
        hidden,
        heads,
        kvHeads,
        headDim,
        ffn,
        Block.of(
            new Block.Norms(Block.Norm.RMS, rmsEps, Block.Placing.BEFORE),
            new Block.Rotary(rope, headDim),
            Block.Attention.plain(attentionBias, attentionBias, headDim),
            new Block.FeedForward(Block.Activation.SILU, true, mlpBias)),
        tied,
        maxPositions,
        bos,
        eos);
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
        family,
        tokens.size(),
        hidden,
        heads,
        kvHeads,
        headDim,
        ffn,
        block,
        tied,
        maxPositions,
        tokens.bos(),
        tokens.eos());
  }

  /** The same layers with other feed-forward widths. */
  public ModelConfig withFfn(List<Integer> widths) {
    return with(widths, block);
  }

  /**
   * Some of the layers.
   *
   * @param kept their indices, ascending
   */
  public ModelConfig withLayers(List<Integer> kept) {
    return with(kept.stream().map(ffn::get).toList(), block.withLayers(kept));
  }

  /** The first layers. */
  public ModelConfig withLayers(int count) {
    return withLayers(IntStream.range(0, count).boxed().toList());
  }

  private ModelConfig with(List<Integer> widths, Block layers) {
    return new ModelConfig(
        family,
        vocabulary,
        hidden,
        heads,
        kvHeads,
        headDim,
        widths,
        layers,
        tied,
        maxPositions,
        bos,
        eos);
  }
}
