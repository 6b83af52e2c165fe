package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Cosines and sines of every position up to the longest sequence seen, on the device. */
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

  /** (at least positions, headDim) float32. */
  NDArray cos(int positions) {
    grow(positions);
    return cos;
  }

  /** (at least positions, headDim) float32, negative in its first half: see the kernel. */
  NDArray sin(int positions) {
    grow(positions);
    return sin;
  }

  private void grow(int wanted) {
    if (cos.getShape().get(0) >= wanted) {
      return;
    }
    int positions =
        Math.min(config.maxPositions(), Math.max(256, Integer.highestOneBit(wanted - 1) * 2));
    int width = config.headDim();
    float[] frequencies = config.rope().frequencies(width);
    float[] cosines = new float[positions * width];
    float[] sines = new float[positions * width];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < width; i++) {
        boolean first = i < width / 2;
        // the product in float32 as the reference implementation has it; far out it matters
        float angle = position * frequencies[first ? i : i - width / 2];
        cosines[position * width + i] = (float) Math.cos(angle);
        sines[position * width + i] = (float) (first ? -Math.sin(angle) : Math.sin(angle));
      }
    }
    cos.close();
    sin.close();
    cos = manager.create(cosines, new Shape(positions, width));
    sin = manager.create(sines, new Shape(positions, width));
  }
}
