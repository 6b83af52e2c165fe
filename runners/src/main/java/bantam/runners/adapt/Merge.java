package bantam.runners.adapt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.train.MicroBatch;

/** Adds adapters to the weights that they sit on, and says what that changed. */
final class Merge {
  /** Enough to see a fault; the change is rounding otherwise. */
  private static final int ROWS = 8;

  private Merge() {}

  /**
   * Merges in f32 and takes the adapters off.
   *
   * @param probe sequences to compare on; the first few are taken
   * @return the largest absolute change of a logit
   */
  static double merge(Decoder decoder, MicroBatch probe) {
    Engine engine = decoder.engine();
    return Gradients.off(
        () -> {
          try (NDManager scope = engine.scope()) {
            NDArray ids = probe.ids(scope, ROWS);
            NDArray before = decoder.hidden(scope, ids, Attend.causal());
            decoder.mergeAdapters();
            NDArray after = decoder.hidden(scope, ids, Attend.causal());
            return (double)
                engine
                    .kernels()
                    .one(
                        scope,
                        "largest_logit_change",
                        before,
                        after,
                        decoder.head(),
                        decoder.logitCap())
                    .getFloat();
          }
        });
  }
}
