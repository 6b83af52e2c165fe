package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Times forward and backward passes and generation; run by hand, its figures go into {@code
 * runners/LAB.md}. With one thread the CPU time means something even on a busy machine.
 *
 * <p>Arguments: threads, width, layers, heads, key heads, channels, rows, tokens.
 */
public final class StepBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int VOCABULARY = 1024;

  private final Engine engine;
  private final Decoder model;
  private final NDManager scope;
  private final int rows;
  private final int tokens;

  private StepBench(Engine engine, Decoder model, NDManager scope, int rows, int tokens) {
    this.engine = engine;
    this.model = model;
    this.scope = scope;
    this.rows = rows;
    this.tokens = tokens;
  }

  public static void main(String[] arguments) {
    int[] n = new int[8];
    for (int i = 0; i < n.length; i++) {
      n[i] = Integer.parseInt(arguments[i]);
    }
    Llama shape = new Llama(n[1], n[2], n[3], n[4], n[5], 0, true, 10000, 4096, 1e-5);
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, n[0]);
        Decoder model =
            Decoder.random(
                shape.config(new Tokens(VOCABULARY, OptionalInt.empty(), java.util.List.of())),
                engine,
                1);
        NDManager scope = engine.scope()) {
      long parameters = Parameters.count(model.config());
      System.out.printf(
          "%,d parameters, %d x %d tokens, %d threads%n", parameters, n[6], n[7], n[0]);
      StepBench bench = new StepBench(engine, model, scope, n[6], n[7]);
      bench.steps();
      bench.generation(1);
      bench.generation(16);
    }
  }

  private void steps() {
    int[][] text = new int[rows][];
    long[] numbers = new long[rows * tokens];
    for (int row = 0; row < rows; row++) {
      text[row] = new Random(row).ints(tokens, 0, VOCABULARY).toArray();
      for (int t = 0; t < tokens; t++) {
        numbers[row * tokens + t] = t / 37;
      }
    }
    NDArray ids = Decoder.ids(scope, text);
    Attend packed = Attend.documents(scope.create(numbers, new Shape(rows, tokens)));
    double forward = rows * tokens * Parameters.forwardFlops(model.config(), tokens);
    time("forward", forward, () -> forward(ids));
    model.weights().values().forEach(weight -> weight.setRequiresGradient(true));
    time("forward and backward, causal", 3 * forward, () -> step(ids, Attend.causal()));
    time("forward and backward, documents", 3 * forward, () -> step(ids, packed));
    model.weights().values().forEach(weight -> weight.setRequiresGradient(false));
  }

  private void forward(NDArray ids) {
    try (NDManager inner = engine.scope()) {
      NDArray hidden = Gradients.off(() -> model.hidden(inner, ids, Attend.causal()));
      hidden.close();
    }
  }

  private void step(NDArray ids, Attend attend) {
    try (NDManager inner = engine.scope()) {
      NDArray hidden = Gradients.on(() -> model.hidden(inner, ids, attend));
      NDArray aim = inner.ones(hidden.getShape());
      Gradients.backward(Gradients.on(() -> engine.kernels().one(inner, "inject", hidden, aim)));
    }
  }

  private void generation(int batch) {
    try (Cache cache = model.cache(new int[batch], 4096)) {
      time(
          "50 tokens each of " + batch + " rows",
          0,
          () -> {
            for (int t = 0; t < 50; t++) {
              try (NDManager inner = engine.scope()) {
                NDArray ids = inner.zeros(new Shape(batch, 1), DataType.INT64);
                model.logits(inner, cache.read(inner, ids).reshape(new Shape(batch, -1))).close();
              }
            }
          });
    }
  }

  private static void time(String what, double flops, Runnable work) {
    double wall = Double.MAX_VALUE;
    double cpu = Double.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      long cpuStart = THREADS.getCurrentThreadCpuTime();
      work.run();
      cpu = Math.min(cpu, (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e6);
      wall = Math.min(wall, (System.nanoTime() - start) / 1e6);
    }
    System.out.printf(
        "%-32s best of 20: %8.1f ms, %8.1f ms of this thread's CPU, %.0f GFLOP/s%n",
        what, wall, cpu, flops / wall / 1e6);
  }
}
