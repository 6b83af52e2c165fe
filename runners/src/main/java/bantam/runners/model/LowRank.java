package bantam.runners.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * What a low-rank adapter adds to a linear map: scale × B(A(dropout(x))).
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021, section 4.1</a>; dropout on the
 *     adapter's input as in PEFT
 */
public final class LowRank implements AutoCloseable {
  private final NDArray a;
  private final NDArray b;
  private final double scale;
  private final double dropout;
  private final NDArray numbers;

  /**
   * @param a (rank, inputs) float32
   * @param b (outputs, rank) float32
   * @param scale of the sum, such as α / r
   * @param dropout probability that an input is dropped while training
   */
  public LowRank(NDArray a, NDArray b, double scale, double dropout) {
    this.a = a;
    this.b = b;
    this.scale = scale;
    this.dropout = dropout;
    // on the CPU: kernels read them as numbers
    try (NDManager cpu = a.getManager().newSubManager(Device.cpu())) {
      NDArray made = cpu.create(new double[] {scale, dropout});
      made.attach(a.getManager());
      this.numbers = made;
    }
  }

  public NDArray a() {
    return a;
  }

  public NDArray b() {
    return b;
  }

  public double scale() {
    return scale;
  }

  public double dropout() {
    return dropout;
  }

  /** (2): scale and dropout, float64 on the CPU. */
  NDArray numbers() {
    return numbers;
  }

  void checkFits(String linear, Shape weight) {
    Shape inner = a.getShape();
    Shape outer = b.getShape();
    if (inner.get(1) != weight.get(1)
        || outer.get(0) != weight.get(0)
        || inner.get(0) != outer.get(1)) {
      throw new IllegalArgumentException(
          "adapter of %s is %s after %s; the weight is %s".formatted(linear, outer, inner, weight));
    }
  }

  LowRank attach(NDManager manager) {
    a.attach(manager);
    b.attach(manager);
    numbers.attach(manager);
    return this;
  }

  @Override
  public void close() {
    a.close();
    b.close();
    numbers.close();
  }
}
