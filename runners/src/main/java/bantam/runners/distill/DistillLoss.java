package bantam.runners.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Kernels;

/**
 * How far a student's next-token distribution is from its teacher's.
 *
 * <p>It sees a few rows of logits at a time and gives values and gradient together, so that neither
 * model's matrix of all logits ever exists.
 */
public interface DistillLoss {
  /** Its name in the metrics table, behind {@code distill.}. */
  String metric();

  /**
   * Compares some places.
   *
   * @param into owns what comes out
   * @param student logits, (n, vocabulary), f32
   * @param teacher logits, (n, vocabulary), f32; no gradient flows into it, and it may be
   *     overwritten
   */
  Divergence between(Kernels kernels, NDManager into, NDArray student, NDArray teacher);

  /**
   * What a comparison gives.
   *
   * @param values one for each place, (n), f32, in nats
   * @param gradient of each place's value with respect to the student's logits, (n, vocabulary),
   *     f32; the caller may overwrite it
   */
  record Divergence(NDArray values, NDArray gradient) {}
}
