package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Kernels;
import bantam.runners.model.Attend;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What training minimises: a weighted sum of terms. Each term is summed over the micro-batches of
 * an optimizer step and divided once by its own denominator over the whole step, so that how a step
 * is cut into micro-batches changes nothing but rounding.
 */
public interface Objective extends AutoCloseable {
  /** The terms, in the order of {@link Formed#sums}. */
  List<Term> terms();

  /**
   * Sums each term over a micro-batch and forms the gradient of their weighted, divided sum in the
   * same pass, so that no matrix of all logits exists.
   *
   * @param factors for each term its weight divided by its denominator over the whole step
   */
  Formed form(Scene scene, double[] factors);

  @Override
  default void close() {}

  /**
   * A part of the loss.
   *
   * @param metric its name in the metrics table; empty for an objective of one term, whose value is
   *     the loss
   * @param unit of its value, such as {@code nats/token}
   * @param weight in the sum
   * @param units what it is averaged over, counted in one micro-batch
   */
  record Term(String metric, String unit, double weight, ToLongFunction<MicroBatch> units) {}

  /**
   * One micro-batch after the model's last norm.
   *
   * @param scope owns what lives as long as the micro-batch
   * @param ids (rows, context), int64
   * @param attend which tokens a token sees
   * @param index places that count, (n), int64; empty if all do
   * @param hidden of those places, (n, width), without graph, in the compute type
   * @param targets of those places, (n), int64
   */
  record Scene(
      Kernels kernels,
      NDManager scope,
      NDArray ids,
      Attend attend,
      Optional<NDArray> index,
      NDArray hidden,
      NDArray targets,
      Head head) {
    /**
     * @param ids of the batch
     * @param states behind the last norm, (rows, context, width)
     */
    public static Scene of(
        Kernels kernels,
        NDManager scope,
        MicroBatch batch,
        NDArray ids,
        NDArray states,
        Head head) {
      long[] counted = batch.counted();
      Optional<NDArray> index =
          counted.length == batch.places() ? Optional.empty() : Optional.of(scope.create(counted));
      return new Scene(
          kernels,
          scope,
          ids,
          batch.attend(scope),
          index,
          rows(kernels, scope, index, states),
          scope.create(batch.countedTargets()),
          head);
    }

    /**
     * The places of another model's states that count here.
     *
     * @param states (rows, context, width)
     * @return (n, width), without graph
     */
    public NDArray rows(NDArray states) {
      return rows(kernels, scope, index, states);
    }

    private static NDArray rows(
        Kernels kernels, NDManager scope, Optional<NDArray> index, NDArray states) {
      return index
          .map(where -> kernels.one(scope, "take_rows", states, where))
          .orElseGet(() -> kernels.one(scope, "all_rows", states));
    }
  }

  /**
   * The output projection.
   *
   * @param weight (vocabulary, width), f32
   * @param gradient of the same shape, to be added to; empty where the head does not train
   * @param cap what holds the logits, c in c·tanh(z/c); 0 for nothing
   */
  record Head(NDArray weight, Optional<NDArray> gradient, double cap) {
    /**
     * Rows of logits that are made at a time: few enough to stay in the cache, many enough for the
     * matrix products.
     */
    public int rows() {
      return rows(weight.getShape().get(0), weight.getDevice().isGpu());
    }

    /** The same for a vocabulary, without tensors. */
    public static int rows(long vocabulary, boolean gpu) {
      long values = gpu ? 1L << 25 : 1L << 20;
      return (int) Math.max(64, Math.min(gpu ? 8192 : 1024, values / vocabulary));
    }
  }

  /**
   * What a micro-batch gave.
   *
   * @param sums of the terms, (terms), f64
   * @param gradient of the hidden states, (n, width), in the compute type
   */
  record Formed(NDArray sums, NDArray gradient) {}
}
