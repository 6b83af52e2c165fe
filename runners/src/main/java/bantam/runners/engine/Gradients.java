package bantam.runners.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Gradient mode of the current thread, and backward passes. Unlike DJL's gradient collector there
 * is no process-wide lock, and no gradient is kept alive by its parameter's manager.
 */
public final class Gradients {
  private Gradients() {}

  /** Runs a piece of work whose results remember how they were made. */
  public static <T> T on(Supplier<T> work) {
    return in(true, work);
  }

  /** Runs a piece of work that builds no graph; its tensors may still meet autograd later. */
  public static <T> T off(Supplier<T> work) {
    return in(false, work);
  }

  private static <T> T in(boolean mode, Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(mode);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /**
   * Adds the gradients of a scalar to those of every array that requires one, and frees the graph.
   *
   * @param loss float32 without dimensions
   */
  public static void backward(NDArray loss) {
    try (NDArray one = loss.getManager().ones(loss.getShape(), loss.getDataType())) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }
  }

  /**
   * The gradient accumulated so far; zeros before the first backward pass.
   *
   * @param into owns the handle; the gradient itself belongs to the array
   */
  public static NDArray of(NDManager into, NDArray array) {
    PtNDArray gradient =
        JniUtils.getGradient(Argument.tensor((PtNDManager) into, (PtNDArray) array));
    return gradient == null ? into.zeros(array.getShape(), array.getDataType()) : gradient;
  }
}
