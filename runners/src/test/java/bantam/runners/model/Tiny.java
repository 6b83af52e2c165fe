package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Engine;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** Models small enough to think about; other tests of this module may use them as well. */
public final class Tiny {
  private Tiny() {}

  /** 2 layers of 16, 4 query heads on 2 key heads, feed-forward networks of 24 and 20 channels. */
  public static ModelConfig config() {
    return config(true, false);
  }

  static ModelConfig config(boolean tied, boolean biases) {
    return new ModelConfig(
        32,
        16,
        4,
        2,
        6,
        List.of(24, 20),
        1e-5,
        Rope.of(10000),
        tied,
        biases,
        biases,
        1024,
        OptionalInt.of(1),
        List.of(2));
  }

  /** Larger than the usual initialisation, so that every part matters. */
  static Decoder model(ModelConfig config, Engine engine, long seed) {
    Decoder model = Decoder.random(config, engine, seed);
    Random random = new Random(seed);
    model
        .weights()
        .forEach(
            (name, weight) -> {
              try (NDManager scope = engine.scope()) {
                float[] noise = noise(random, (int) weight.size(), 0.3);
                weight.addi(scope.create(noise, weight.getShape()));
              }
            });
    return model;
  }

  static float[] noise(Random random, int size, double deviation) {
    float[] noise = new float[size];
    for (int i = 0; i < size; i++) {
      noise[i] = (float) (deviation * random.nextGaussian());
    }
    return noise;
  }

  static int[] ids(long seed, int length) {
    return new Random(seed).ints(length, 0, 32).toArray();
  }

  static float[] hidden(Decoder model, int[] ids) {
    try (NDManager scope = model.engine().scope()) {
      NDArray rows = Decoder.ids(scope, new int[][] {ids});
      return model.hidden(scope, rows, Attend.causal()).toFloatArray();
    }
  }
}
