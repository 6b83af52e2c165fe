package bantam.runners.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.runners.engine.Kernels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a low-rank adapter makes of a linear map W: W + scale × BA, its input dropped out before A
 * while training; with a magnitude, every row of that is scaled to have it as its norm. Maps that
 * lie in one module of a checkpoint may share their A.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021, section 4.1</a>; dropout on the
 *     adapter's input as in PEFT; magnitudes: <a href="https://arxiv.org/abs/2402.09353">Liu et al.
 *     2024, sections 4.1 and 4.3</a>, where the norm is a constant in the gradient
 */
public final class LowRank implements AutoCloseable {
  private final NDArray a;
  private final NDArray b;
  private final double scale;
  private final double dropout;
  private final Optional<NDArray> magnitude;
  private final NDArray numbers;

  /** One without a magnitude. */
  public LowRank(NDArray a, NDArray b, double scale, double dropout) {
    this(a, b, scale, dropout, Optional.empty());
  }

  /**
   * @param a (rank, inputs) float32
   * @param b (outputs, rank) float32
   * @param scale of the sum, such as α / r
   * @param dropout probability that an input is dropped while training
   * @param magnitude (outputs) float32
   */
  public LowRank(NDArray a, NDArray b, double scale, double dropout, Optional<NDArray> magnitude) {
    this.a = a;
    this.b = b;
    this.scale = scale;
    this.dropout = dropout;
    this.magnitude = magnitude;
    // on the CPU: kernels read them as numbers
    try (NDManager cpu = a.getManager().newSubManager(Device.cpu())) {
      NDArray made = cpu.create(new double[] {scale, dropout});
      made.attach(a.getManager());
      this.numbers = made;
    }
  }

  /** The norms of a weight's rows: magnitudes with which nothing changes at the start. */
  public static NDArray magnitude(Kernels kernels, NDManager into, NDArray weight) {
    return kernels.one(into, "row_norms", weight);
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

  public Optional<NDArray> magnitude() {
    return magnitude;
  }

  /** (2): scale and dropout, float64 on the CPU. */
  NDArray numbers() {
    return numbers;
  }

  /** Every tensor of adapters, a shared one once. */
  public static List<NDArray> tensors(Collection<LowRank> adapters) {
    // by identity: DJL's equals compares the values
    Set<NDArray> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<NDArray> tensors = new ArrayList<>();
    for (LowRank adapter : adapters) {
      List<NDArray> own = new ArrayList<>(List.of(adapter.a, adapter.b));
      adapter.magnitude.ifPresent(own::add);
      own.stream().filter(seen::add).forEach(tensors::add);
    }
    return tensors;
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
    if (magnitude.isPresent() && !magnitude.get().getShape().equals(new Shape(weight.get(0)))) {
      throw new IllegalArgumentException(
          "magnitudes of %s are %s; the weight is %s"
              .formatted(linear, magnitude.get().getShape(), weight));
    }
  }

  /** Makes a float32 weight, in place, what it is with this adapter. */
  void mergeInto(Kernels kernels, NDArray weight) {
    if (magnitude.isPresent()) {
      kernels.run("merge_dora", weight, a, b, magnitude.get(), scale);
    } else {
      kernels.run("merge", weight, a, b, scale);
    }
  }

  LowRank attach(NDManager manager) {
    a.attach(manager);
    b.attach(manager);
    magnitude.ifPresent(found -> found.attach(manager));
    numbers.attach(manager);
    return this;
  }

  /** Closes what is not among tensors that others go on to use. */
  void closeUnless(List<NDArray> used) {
    tensors(List.of(this)).stream()
        .filter(own -> used.stream().noneMatch(other -> other == own))
        .forEach(NDArray::close);
    numbers.close();
  }

  @Override
  public void close() {
    closeUnless(List.of());
  }
}
