package bantam.runners.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.model.ModelConfig;

/** How fast a machine multiplies matrices: the best of all samples counts. */
final class MatmulRate implements AutoCloseable {
  private static final int SIDE = 1024;

  private final Engine engine;
  private final NDManager scope;
  private final NDArray x;
  private final NDArray w;
  private double seconds = Double.MAX_VALUE;

  MatmulRate(Engine engine, Dtype dtype) {
    this.engine = engine;
    this.scope = engine.scope();
    this.x = noise(engine, scope, SIDE, SIDE, dtype);
    this.w = noise(engine, scope, SIDE, SIDE, dtype);
  }

  /** Multiplies two square matrices of 1024 once more. */
  void sample() {
    seconds = Math.min(seconds, seconds(engine, x, w));
  }

  /** In 10⁹ floating-point operations a second. */
  double gflops() {
    return 2.0 * SIDE * SIDE * SIDE / seconds / 1e9;
  }

  /**
   * The rate over the products of one layer's and the head's forward pass, each at its best.
   *
   * @param rows of the left matrices
   * @return in 10⁹ floating-point operations a second
   */
  static double ofModel(Engine engine, ModelConfig config, int rows, Dtype dtype) {
    int width = config.hidden();
    int ffn = config.ffn().get(0);
    int[][] shapes = {
      {width, config.heads() * config.headDim()},
      {width, ffn},
      {ffn, width},
      {width, config.vocabulary()}
    };
    double flops = 0;
    double time = 0;
    for (int[] shape : shapes) {
      try (NDManager inner = engine.scope()) {
        NDArray left = noise(engine, inner, rows, shape[0], dtype);
        NDArray right = noise(engine, inner, shape[1], shape[0], dtype);
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
          best = Math.min(best, seconds(engine, left, right));
        }
        time += best;
        flops += 2.0 * rows * shape[0] * shape[1];
      }
    }
    return flops / time / 1e9;
  }

  private static NDArray noise(Engine engine, NDManager into, int rows, int columns, Dtype dtype) {
    NDArray like = into.zeros(new ai.djl.ndarray.types.Shape(1));
    return engine.kernels().one(into, "noise", rows, columns, dtype.code(), like);
  }

  private static double seconds(Engine engine, NDArray x, NDArray w) {
    long start = System.nanoTime();
    engine.kernels().run("product", x, w);
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    scope.close();
  }
}
