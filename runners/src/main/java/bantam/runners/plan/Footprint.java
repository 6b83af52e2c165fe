package bantam.runners.plan;

import bantam.recipes.Training;
import bantam.runners.engine.Dtype;
import bantam.runners.model.Block;
import bantam.runners.model.Decoder;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import java.util.Optional;

/**
 * Resident memory of a run at its peak, in bytes, by what it is for.
 *
 * <p>The peak is where a micro-batch's forward pass ends: weights, moments and all activations are
 * there, and the head's chunk of logits; the gradients take the place of the activations on the way
 * back. What a layer keeps was read off its operators; the constants were measured.
 *
 * @param runtime Java, libtorch and the tokenizer
 * @param weights of all models, in f32 and, where they are cast, in the compute dtype
 * @param optimizer the moments, and the buffer of the head's gradient
 * @param passing activations, or the gradients where they are more
 * @param head the largest chunk of logits with what is made of it
 */
public record Footprint(long runtime, long weights, long optimizer, long passing, long head) {
  /** What the allocator keeps between tensors of many sizes that come and go. */
  private static final double SPREAD = 1.35;

  /** The same where small tensors of adapters lie between the large ones. */
  private static final double ADAPTED_SPREAD = 1.7;

  private static final long RUNTIME = 365L << 20;

  public long bytes() {
    return runtime + weights + optimizer + passing + head;
  }

  /**
   * What is computed.
   *
   * @param adapter parameters of an adapter that trains; 0 where the model does
   * @param kept values per token that the adapter keeps for the backward pass, over all layers
   * @param rows sequences of a forward pass
   * @param cut whether a step has more than one
   * @param context tokens of a sequence
   * @param recompute whether only the layers' inputs are kept
   */
  record Pass(
      ModelConfig model,
      long adapter,
      long kept,
      Optional<ModelConfig> teacher,
      int rows,
      boolean cut,
      int context,
      boolean recompute,
      Dtype dtype) {
    static Pass of(Work work) {
      Training training = work.training();
      return new Pass(
          work.model(),
          work.adapter(),
          work.kept(),
          work.teacher(),
          training.rows(),
          training.rows() < training.batchSize(),
          training.context(),
          training.memory().checkpointActivations(),
          work.dtype());
    }

    long trainable() {
      return adapter > 0 ? adapter : Parameters.count(model);
    }
  }

  static Footprint of(Work work) {
    return training(Pass.of(work));
  }

  /** Of training. */
  static Footprint training(Pass pass) {
    ModelConfig model = pass.model();
    long parameters = Parameters.count(model);
    long headGradient = pass.adapter() > 0 ? 0 : 4L * model.vocabulary() * model.hidden();
    long weights = stored(parameters, pass.dtype()) + 4 * pass.adapter();
    weights += pass.teacher().map(t -> stored(Parameters.count(t), pass.dtype())).orElse(0L);
    long gradients = 4 * pass.trainable();
    double spread = pass.adapter() > 0 ? ADAPTED_SPREAD : SPREAD;
    long passing = (long) (spread * activations(pass)) + (pass.cut() ? 2 : 1) * gradients;
    return new Footprint(
        RUNTIME, weights, 8 * pass.trainable() + headGradient, passing, head(pass));
  }

  /** Of reading and writing one sequence with a cache of keys and values. */
  static Footprint inference(ModelConfig model, int context, Dtype dtype) {
    long cache = 2L * model.layers() * model.kvHeads() * model.headDim() * context * dtype.bytes();
    long weights = stored(Parameters.count(model), dtype);
    return new Footprint(RUNTIME, weights, 0, cache, 4L * model.vocabulary());
  }

  static long stored(long parameters, Dtype dtype) {
    return 4 * parameters + (dtype == Dtype.F32 ? 0 : dtype.bytes() * parameters);
  }

  private static long activations(Pass pass) {
    ModelConfig model = pass.model();
    long tokens = (long) pass.rows() * pass.context();
    int bytes = pass.dtype().bytes();
    boolean recompute = pass.recompute();
    long states = tokens * model.hidden() * bytes;
    long all = 0;
    long largest = 0;
    for (int ffn : model.ffn()) {
      long layer = bytes * layer(pass, tokens, ffn);
      largest = Math.max(largest, layer);
      all += recompute ? states : layer;
    }
    // on the way back a layer's gradients stand beside what it kept
    long back = 3L * tokens * model.ffn().stream().mapToInt(i -> i).max().orElse(0) * bytes;
    long teacher = pass.teacher().map(shape -> 2 * tokens * shape.hidden() * bytes).orElse(0L);
    return all + (recompute ? largest : 0) + back + 5 * states + teacher;
  }

  /** Values that a layer keeps for its backward pass. */
  private static long layer(Pass pass, long tokens, int ffn) {
    ModelConfig model = pass.model();
    Block block = model.block();
    int context = pass.context();
    long queries = (long) model.heads() * model.headDim();
    // a norm whose scale trains keeps its normalised input; keys and values are spread to all heads
    long norms = block.norms().placing() == Block.Placing.AROUND ? 4 : 2;
    long streams = 2L * model.hidden() + (pass.adapter() > 0 ? norms : 2 * norms) * model.hidden();
    streams += 4 * queries + (block.feedForward().gated() ? 4L : 2L) * ffn;
    if (block.attention().qkNorm() != Block.QkNorm.NONE) {
      streams += 2 * (queries + (long) model.kvHeads() * model.headDim());
    }
    long scores =
        Decoder.fused(model, pass.dtype(), context) ? 0 : (long) model.heads() * tokens * context;
    // scores that are capped keep their tanh as well
    streams += pass.kept() / model.layers();
    return tokens * streams + (block.attention().cap() > 0 ? 2 : 1) * scores;
  }

  /** Logits are made a few rows at a time: with a teacher about nine matrices of them, else two. */
  private static long head(Pass pass) {
    long rows = bantam.runners.train.Objective.Head.rows(pass.model().vocabulary(), false);
    return 4 * rows * pass.model().vocabulary() * (pass.teacher().isPresent() ? 9 : 3);
  }
}
