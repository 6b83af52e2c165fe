package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Randomness;
import bantam.recipes.RecipeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Random weights: norms scale by 1, biases are 0, everything else N(0, 0.02²), the projections into
 * the residual stream (o and down) divided by √(2 × layers), so that its variance does not grow
 * with depth. Every tensor is a pure function of the seed and its name.
 *
 * @see <a
 *     href="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf">
 *     Radford et al. 2019, section 2.3</a>, as in nanoGPT's {@code model.py}
 */
final class Initialisation {
  private static final double DEVIATION = 0.02;

  private Initialisation() {}

  static SortedMap<String, NDArray> weights(ModelConfig config, NDManager manager, long seed) {
    SortedMap<String, NDArray> weights = new TreeMap<>();
    SortedMap<String, Shape> shapes = Parameters.shapes(config);
    long largest = shapes.values().stream().mapToLong(Shape::size).max().orElseThrow();
    if (largest > Integer.MAX_VALUE / 4) {
      throw new RecipeException(
          "the model's largest tensor would have %,d values; random ones are made up to %,d: choose a smaller vocabulary or width"
              .formatted(largest, Integer.MAX_VALUE / 4));
    }
    // one for all: direct buffers of their own would stay until the next garbage collection
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.toIntExact(4 * largest)).order(ByteOrder.nativeOrder());
    shapes.forEach(
        (name, shape) -> weights.put(name, tensor(config, manager, seed, name, shape, buffer)));
    return weights;
  }

  private static NDArray tensor(
      ModelConfig config,
      NDManager manager,
      long seed,
      String name,
      Shape shape,
      ByteBuffer buffer) {
    if (name.endsWith("norm.weight")) {
      return config.block().norms().kind() == Block.Norm.RMS_PLUS_ONE
          ? manager.zeros(shape)
          : manager.ones(shape);
    }
    if (name.endsWith(".bias")) {
      return manager.zeros(shape);
    }
    boolean intoResidual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
    double deviation = intoResidual ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
    int size = Math.toIntExact(shape.size());
    ByteBuffer bytes = buffer.slice(0, 4 * size).order(ByteOrder.nativeOrder());
    fillNormal(Randomness.of(seed, "init/" + name, 0), deviation, bytes.asFloatBuffer());
    try (NDArray shared = manager.create(bytes, shape, DataType.FLOAT32)) {
      // the array so made shares the buffer's memory; the weights shall be libtorch's own
      return shared.duplicate();
    }
  }

  /** Box-Muller with StrictMath: the JDK's Gaussian is not promised to stay the same. */
  static void fillNormal(RandomGenerator random, double deviation, FloatBuffer into) {
    while (into.hasRemaining()) {
      double radius = deviation * Math.sqrt(-2 * StrictMath.log(1 - uniform(random)));
      double angle = 2 * Math.PI * uniform(random);
      into.put((float) (radius * StrictMath.cos(angle)));
      if (into.hasRemaining()) {
        into.put((float) (radius * StrictMath.sin(angle)));
      }
    }
  }

  /** In [0, 1), 53 bits. */
  private static double uniform(RandomGenerator random) {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }
}
