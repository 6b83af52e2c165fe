package bantam.runners.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What the layers of a decoder compute, widths apart: the one description in which families differ.
 *
 * @param norms of the residual stream
 * @param positions how a token knows where it stands
 * @param parallel whether the feed-forward network reads the layer's input instead of what
 *     attention made of it
 * @param embeddingScale what embeddings are multiplied by
 * @param logitCap c in c·tanh(z/c), which holds the logits; 0 for none
 */
public record Block(
    Norms norms,
    Positions positions,
    Attention attention,
    FeedForward feedForward,
    boolean parallel,
    double embeddingScale,
    double logitCap) {

  /** How a norm scales. */
  public enum Norm {
    /** x / rms(x) · w. */
    RMS,
    /** x / rms(x) · (1 + w). */
    RMS_PLUS_ONE,
    /** (x − mean) / deviation · w + b. */
    LAYER
  }

  /** Where a sublayer's norms stand; the model's last norm is always there. */
  public enum Placing {
    BEFORE,
    AFTER,
    AROUND
  }

  /**
   * The norms of a layer.
   *
   * @param eps added to the mean square, or the variance, under the root
   */
  public record Norms(Norm kind, double eps, Placing placing) {
    public Norms {
      ModelConfig.check(eps > 0, "the norm's epsilon", eps, "must be above 0");
      ModelConfig.check(
          kind != Norm.LAYER || placing == Placing.BEFORE,
          "the placing of a LayerNorm",
          placing,
          "must be BEFORE");
    }

    public boolean before() {
      return placing != Placing.AFTER;
    }

    public boolean after() {
      return placing != Placing.BEFORE;
    }
  }

  /** How a token knows where it stands. */
  public sealed interface Positions {}

  /**
   * By rotation.
   *
   * @param dimensions of a head that turn, its first ones
   * @param sliding how they turn in layers that slide; the same where empty
   * @param still for each layer whether nothing turns in it; empty where that is in none
   */
  public record Rotary(Rope rope, int dimensions, Optional<Rope> sliding, List<Boolean> still)
      implements Positions {
    public Rotary {
      still = still.contains(true) ? List.copyOf(still) : List.of();
    }

    /** The same in every layer. */
    public Rotary(Rope rope, int dimensions) {
      this(rope, dimensions, Optional.empty(), List.of());
    }
  }

  /**
   * By a learned vector for each position, added to the embedding.
   *
   * @param offset rows of the table before that of the first position
   */
  public record Learned(int offset) implements Positions {}

  /** What is normalised of queries and keys, before they turn. */
  public enum QkNorm {
    NONE,
    EACH_HEAD,
    ALL_HEADS
  }

  /**
   * The attention sublayer.
   *
   * @param bias whether the projections to queries, keys and values have biases
   * @param outputBias whether the one from the heads has
   * @param scalar scores are divided by its square root; usually the dimensions of a head
   * @param cap c in c·tanh(s/c), which holds the scores; 0 for none
   * @param window tokens that a token sees in a layer that slides, itself included; 0 where none
   *     does
   * @param sliding for each layer whether it slides; empty where none does
   */
  public record Attention(
      boolean bias,
      boolean outputBias,
      QkNorm qkNorm,
      double scalar,
      double cap,
      int window,
      List<Boolean> sliding) {
    public Attention {
      ModelConfig.check(cap >= 0, "attn_logit_softcapping", cap, "must be above 0, or null");
      // one way to say that nothing slides
      boolean slides = sliding.contains(true);
      sliding = slides ? List.copyOf(sliding) : List.of();
      ModelConfig.check(
          !slides || window > 0, "sliding_window", window, "must be above 0 where layers slide");
      window = slides ? window : 0;
    }

    /** Plain attention. */
    public static Attention plain(boolean bias, boolean outputBias, int headDim) {
      return new Attention(bias, outputBias, QkNorm.NONE, headDim, 0, 0, List.of());
    }

    public Attention withQkNorm(QkNorm kind) {
      return new Attention(bias, outputBias, kind, scalar, cap, window, sliding);
    }

    public Attention withScores(double newScalar, double newCap) {
      return new Attention(bias, outputBias, qkNorm, newScalar, newCap, window, sliding);
    }

    public Attention withWindow(int tokens, List<Boolean> layers) {
      return new Attention(bias, outputBias, qkNorm, scalar, cap, tokens, layers);
    }

    /** The first layer that slides. */
    public OptionalInt firstSliding() {
      return IntStream.range(0, sliding.size()).filter(sliding::get).findFirst();
    }
  }

  /** What bends the values of a feed-forward network. */
  public enum Activation {
    SILU,
    /** x·Φ(x). */
    GELU,
    /** Its approximation by tanh. */
    GELU_TANH,
    RELU
  }

  /**
   * The feed-forward sublayer.
   *
   * @param gated whether it is down(act(gate(x)) · up(x)) instead of down(act(up(x)))
   */
  public record FeedForward(Activation activation, boolean gated, boolean bias) {}

  public Block {
    ModelConfig.check(
        embeddingScale > 0, "the embedding's scale", embeddingScale, "must be above 0");
    ModelConfig.check(
        logitCap >= 0, "final_logit_softcapping", logitCap, "must be above 0, or null");
  }

  /** Layers without anything that only some families have. */
  public static Block of(
      Norms norms, Positions positions, Attention attention, FeedForward feedForward) {
    return new Block(norms, positions, attention, feedForward, false, 1, 0);
  }

  public Block inParallel(boolean now) {
    return new Block(norms, positions, attention, feedForward, now, embeddingScale, logitCap);
  }

  public Block withScale(double newScale) {
    return new Block(norms, positions, attention, feedForward, parallel, newScale, logitCap);
  }

  public Block withLogitCap(double cap) {
    return new Block(norms, positions, attention, feedForward, parallel, embeddingScale, cap);
  }

  /** The same for some of the layers, in their order. */
  Block withLayers(List<Integer> kept) {
    List<Boolean> sliding = some(attention.sliding(), kept);
    Positions left = positions;
    if (positions instanceof Rotary rotary) {
      left =
          new Rotary(
              rotary.rope(), rotary.dimensions(), rotary.sliding(), some(rotary.still(), kept));
    }
    return new Block(
        norms,
        left,
        attention.withWindow(attention.window(), sliding),
        feedForward,
        parallel,
        embeddingScale,
        logitCap);
  }

  private static List<Boolean> some(List<Boolean> layers, List<Integer> kept) {
    return layers.isEmpty() ? layers : kept.stream().map(layers::get).toList();
  }

  /** Whether a linear map of a layer has a bias. */
  boolean hasBias(String linear) {
    if (linear.startsWith("mlp")) {
      return feedForward.bias();
    }
    return linear.endsWith("o_proj") ? attention.outputBias() : attention.bias();
  }
}
