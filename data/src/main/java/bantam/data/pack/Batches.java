package bantam.data.pack;

import bantam.recipes.Randomness;

/**
 * Which windows a training step takes: a pure function of seed and step, so that a resumed run goes
 * on with the data it would have seen. Every epoch takes each window once, in an order of its own;
 * a batch may end one epoch and begin the next.
 */
public final class Batches {
  private static final int ROUNDS = 8;

  private Batches() {}

  /**
   * The windows of a step.
   *
   * @param count windows that there are
   * @param step from 0 on
   * @param rows windows per step
   */
  public static int[] windows(int count, long seed, long step, int rows) {
    int[] windows = new int[rows];
    for (int row = 0; row < rows; row++) {
      long sample = Math.addExact(Math.multiplyExact(step, (long) rows), row);
      windows[row] = window(count, seed, "data", sample);
    }
    return windows;
  }

  /**
   * The window that is read after {@code sample} others: each once in every {@code count}.
   *
   * @param purpose of the order; another one gives another order
   */
  static int window(int count, long seed, String purpose, long sample) {
    return permuted(sample % count, count, Randomness.seedOf(seed, purpose, sample / count));
  }

  /**
   * The place of an index in a keyed permutation of [0, count).
   *
   * @see <a href="https://doi.org/10.1007/3-540-45760-7_9">Black and Rogaway 2002</a>: a Feistel
   *     network over the next even power of two, walked until it falls into the range. Unlike a
   *     shuffle it needs no memory and no work for the indices that nobody asks for.
   */
  static int permuted(long index, int count, long key) {
    int half = Math.max(1, (64 - Long.numberOfLeadingZeros(count - 1L) + 1) / 2);
    long mask = (1L << half) - 1;
    long x = index;
    do {
      long left = x >>> half;
      long right = x & mask;
      for (int round = 0; round < ROUNDS; round++) {
        long mixed = Randomness.seedOf(key, "feistel", (right << 4) | round) & mask;
        long next = left ^ mixed;
        left = right;
        right = next;
      }
      x = (left << half) | right;
    } while (x >= count);
    return (int) x;
  }
}
