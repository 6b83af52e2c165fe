package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import bantam.runners.engine.Engine;
import bantam.runners.train.Optimizer.Guard;
import java.util.Arrays;
import java.util.List;

/**
 * What the device measures while steps go by, so that no step waits for the host: it is read when a
 * row is due.
 */
final class Gauges implements AutoCloseable {
  private final Engine engine;
  private final NDManager manager;
  private final double clip;

  /** Sums of the terms' means over the steps since the last reading, (terms), f64. */
  private final NDArray terms;

  private final NDArray norm;
  private final NDArray divisor;
  private final NDArray broken;
  private final NDArray since;

  /**
   * @param clip largest norm of the gradient; 0 for none
   */
  Gauges(Engine engine, int terms, double clip) {
    this.engine = engine;
    this.manager = engine.scope();
    this.clip = clip;
    this.terms = manager.zeros(new Shape(terms), DataType.FLOAT64);
    this.norm = manager.zeros(new Shape());
    this.divisor = manager.ones(new Shape());
    this.broken = manager.zeros(new Shape());
    this.since = manager.zeros(new Shape(), DataType.FLOAT64);
  }

  /** Adds a micro-batch's sums, each times its factor. */
  void add(NDManager scope, NDArray sums, double[] factors) {
    engine.kernels().run("tally", terms, sums, scope.create(factors));
  }

  /** Measures a step's gradients. */
  Guard measure(List<NDArray> gradients, long step) {
    engine.kernels().run("measure", gradients, clip, (double) step, norm, divisor, broken, since);
    return new Guard(divisor, broken);
  }

  /** Norm of the last step's gradients, before clipping. */
  double norm() {
    return norm.getFloat();
  }

  /** Whether a gradient was not finite; since then no parameter has moved. */
  boolean broken() {
    return broken.getFloat() != 0;
  }

  /** The step at which it was not finite, from 1 on. */
  long since() {
    return (long) since.getDouble();
  }

  /** The terms' sums, which a checkpoint keeps. */
  List<Double> terms() {
    return Arrays.stream(terms.toDoubleArray()).boxed().toList();
  }

  /** Puts back what a checkpoint kept. */
  void terms(List<Double> sums) {
    try (NDArray values =
        manager.create(sums.stream().mapToDouble(Double::doubleValue).toArray())) {
      engine.kernels().run("assign", terms, values);
    }
  }

  /** The terms' sums, which begin at zero again. */
  double[] takeTerms() {
    double[] sums = terms.toDoubleArray();
    engine.kernels().run("zero", List.of(terms));
    return sums;
  }

  @Override
  public void close() {
    manager.close();
  }
}
