package bantam.runners.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import java.util.Arrays;

/** A teacher that reads a batch by itself: hidden states, and logits a few rows at a time. */
final class TeacherPass {
  private static final int ROWS = 256;

  private TeacherPass() {}

  static void run(Decoder model, int rows, int context) {
    Engine engine = model.engine();
    int[] text = new int[context];
    Arrays.setAll(text, i -> i * 7919 % model.config().vocabulary());
    int[][] batch = new int[rows][];
    Arrays.fill(batch, text);
    Gradients.off(
        () -> {
          try (NDManager scope = engine.scope()) {
            NDArray ids = Decoder.ids(scope, batch);
            NDArray hidden = model.hidden(scope, ids, Attend.causal());
            NDArray flat = engine.kernels().one(scope, "all_rows", hidden);
            for (int i = 0; i < rows * context; i += ROWS) {
              int end = Math.min(rows * context, i + ROWS);
              model.logits(scope, engine.kernels().one(scope, "slice_rows", flat, i, end)).close();
            }
            return rows;
          }
        });
  }
}
