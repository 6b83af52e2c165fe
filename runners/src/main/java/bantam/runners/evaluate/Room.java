package bantam.runners.evaluate;

import bantam.runners.model.ModelConfig;

/**
 * How much a pass may take.
 *
 * @param budget tokens, padding included; a longer row is a pass of its own
 * @param limit tokens that the model reads at most; no padding of plain rows reaches beyond
 * @param heads of attention, each of which has a table of scores where rows branch
 */
record Room(int budget, int limit, int heads) {
  /** Lengths are padded to a multiple of it: libtorch on the CPU prepares for each new shape. */
  private static final int STEP = 16;

  /** Scores of attention that exist at once: 256 MB. */
  private static final long SCORES = 1L << 26;

  static Room of(int budget, ModelConfig config) {
    return new Room(budget, config.maxPositions(), config.heads());
  }

  /** Tokens of a row with its padding. */
  int padded(int length, boolean plain) {
    int padded = (length + STEP - 1) / STEP * STEP;
    return plain ? Math.max(length, Math.min(limit, padded)) : padded;
  }

  /** Rows of a pass. */
  int rows(int length, int before, boolean plain) {
    int rows = budget / length;
    if (!plain) {
      long scores = (long) heads * length * (before + length);
      rows = (int) Math.min(rows, SCORES / scores);
    }
    return Math.max(1, rows);
  }
}
