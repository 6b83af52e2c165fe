package bantam.runners.plan;

import bantam.recipes.Training;
import bantam.runners.engine.Dtype;
import bantam.runners.model.Decoder;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;

/**
 * Resident memory of a training run at its peak, in bytes, by what it is for.
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

  static Footprint of(Work work) {
    ModelConfig model = work.model();
    long parameters = Parameters.count(model);
    long headGradient = work.adapter() > 0 ? 0 : 4L * model.vocabulary() * model.hidden();
    long weights = stored(parameters, work.dtype()) + 4 * work.adapter();
    weights += work.teacher().map(t -> stored(Parameters.count(t), work.dtype())).orElse(0L);
    long gradients = 4 * work.trainable();
    boolean cut = work.training().rows() < work.training().batchSize();
    double spread = work.adapter() > 0 ? ADAPTED_SPREAD : SPREAD;
    long passing = (long) (spread * activations(work)) + (cut ? 2 : 1) * gradients;
    return new Footprint(
        RUNTIME, weights, 8 * work.trainable() + headGradient, passing, head(work));
  }

  private static long stored(long parameters, Dtype dtype) {
    return 4 * parameters + (dtype == Dtype.F32 ? 0 : dtype.bytes() * parameters);
  }

  private static long activations(Work work) {
    ModelConfig model = work.model();
    Training training = work.training();
    long tokens = (long) training.rows() * training.context();
    int bytes = work.dtype().bytes();
    boolean recompute = training.memory().checkpointActivations();
    long states = tokens * model.hidden() * bytes;
    long all = 0;
    long largest = 0;
    for (int ffn : model.ffn()) {
      long layer = bytes * layer(work, tokens, ffn);
      largest = Math.max(largest, layer);
      all += recompute ? states : layer;
    }
    // on the way back a layer's gradients stand beside what it kept
    long back = 3L * tokens * model.ffn().stream().mapToInt(i -> i).max().orElse(0) * bytes;
    long teacher = work.teacher().map(shape -> 2 * tokens * shape.hidden() * bytes).orElse(0L);
    return all + (recompute ? largest : 0) + back + 5 * states + teacher;
  }

  /** Values that a layer keeps for its backward pass. */
  private static long layer(Work work, long tokens, int ffn) {
    ModelConfig model = work.model();
    int context = work.training().context();
    long queries = (long) model.heads() * model.headDim();
    // a norm whose scale trains keeps its normalised input; keys and values are spread to all heads
    long streams = (work.adapter() > 0 ? 4L : 6L) * model.hidden() + 4 * queries + 4L * ffn;
    long scores =
        Decoder.fused(work.dtype(), context) ? 0 : (long) model.heads() * tokens * context;
    return tokens * streams + scores;
  }

  /** Logits are made a few rows at a time: with a teacher about nine matrices of them, else two. */
  private static long head(Work work) {
    long rows = bantam.runners.train.Objective.Head.rows(work.model().vocabulary(), false);
    return 4 * rows * work.model().vocabulary() * (work.teacher().isPresent() ? 9 : 3);
  }
}
