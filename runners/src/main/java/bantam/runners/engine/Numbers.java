package bantam.runners.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors without dimensions for numbers, made once and kept. They stay on the CPU on every device:
 * a kernel that reads one as {@code int} or {@code float} must not wait for a GPU.
 */
final class Numbers implements AutoCloseable {
  /**
   * Learning rates change at every step; the numbers that were not used for longest go. A call
   * takes far fewer, so that none goes which the call that is being made has already.
   */
  private static final int KEPT = 128;

  private final NDManager manager;
  private final Map<Object, PtNDArray> made = new LinkedHashMap<>(16, 0.75f, true);

  Numbers(NDManager parent) {
    manager = parent.newSubManager(Device.cpu());
  }

  NDManager manager() {
    return manager;
  }

  /** int64 for whole numbers, float64 for others, bool. */
  PtNDArray of(Object number) {
    PtNDArray known = made.get(number);
    if (known != null) {
      return known;
    }
    if (made.size() == KEPT) {
      Iterator<PtNDArray> stalest = made.values().iterator();
      stalest.next().close();
      stalest.remove();
    }
    PtNDArray array = (PtNDArray) create(number);
    made.put(number, array);
    return array;
  }

  private NDArray create(Object number) {
    if (number instanceof Boolean truth) {
      return manager.create(truth);
    }
    if (number instanceof Double || number instanceof Float) {
      return manager.create(((Number) number).doubleValue());
    }
    return manager.create(((Number) number).longValue());
  }

  @Override
  public void close() {
    manager.close();
  }
}
