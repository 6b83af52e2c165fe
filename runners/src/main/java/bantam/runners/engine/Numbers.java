package bantam.runners.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Tensors without dimensions for numbers, made once and kept. They stay on the CPU on every device:
 * a kernel that reads one as {@code int} or {@code float} must not wait for a GPU.
 */
final class Numbers implements AutoCloseable {
  /** Learning rates change at every step; the oldest numbers go. A call takes far fewer. */
  private static final int KEPT = 128;

  private final NDManager manager;
  private final Map<Object, PtNDArray> made = new HashMap<>();
  private final Queue<Object> order = new ArrayDeque<>();

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
    if (order.size() == KEPT) {
      made.remove(order.remove()).close();
    }
    PtNDArray array = (PtNDArray) create(number);
    made.put(number, array);
    order.add(number);
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
