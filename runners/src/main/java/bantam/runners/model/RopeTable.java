package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Cosines and sines of every position up to the longest sequence seen, on the device; empty where
 * positions are learned.
 */
final class RopeTable {
  private final ModelConfig config;
  private final NDManager manager;
  private NDArray cos;
  private NDArray sin;

  RopeTable(ModelConfig config, NDManager manager) {
    this.config = config;
    this.manager = manager;
    this.cos = manager.create(new Shape(0));
    this.sin = manager.create(new Shape(0));
  }

  /**
   * (at least positions, rotary dimensions) float32; those of layers that slide stand behind, where
   * they are others.
   */
  NDArray cos(int positions) {
    grow(positions);
    return cos;
  }

  /** The same shape, negative in the first half of the dimensions: see the kernel. */
  NDArray sin(int positions) {
    grow(positions);
    return sin;
  }

  private void grow(int wanted) {
    if (cos.getShape().get(0) >= wanted
        || !(config.block().positions() instanceof Block.Rotary rotary)) {
      return;
    }
    int positions =
        Math.min(config.maxPositions(), Math.max(256, Integer.highestOneBit(wanted - 1) * 2));
    int tables = rotary.sliding().isPresent() ? 2 : 1;
    int width = tables * rotary.dimensions();
    float[] cosines = new float[positions * width];
    float[] sines = new float[positions * width];
    fill(rotary.rope(), rotary.dimensions(), width, 0, cosines, sines);
    rotary
        .sliding()
        .ifPresent(
            rope -> fill(rope, rotary.dimensions(), width, rotary.dimensions(), cosines, sines));
    cos.close();
    sin.close();
    cos = manager.create(cosines, new Shape(positions, width));
    sin = manager.create(sines, new Shape(positions, width));
  }

  /** Fills columns of tables whose rows are positions. */
  private static void fill(
      Rope rope, int dimensions, int width, int from, float[] cosines, float[] sines) {
    float[] frequencies = rope.frequencies(dimensions);
    for (int position = 0; position < cosines.length / width; position++) {
      for (int i = 0; i < dimensions; i++) {
        boolean first = i < dimensions / 2;
        // the product in float32 as the reference implementation has it; far out it matters
        float angle = position * frequencies[first ? i : i - dimensions / 2];
        int at = position * width + from + i;
        cosines[at] = (float) Math.cos(angle);
        sines[at] = (float) (first ? -Math.sin(angle) : Math.sin(angle));
      }
    }
  }
}
