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

  /** Scores of attention that a row may have: 256 MB. */
  private static final long ROW = 1L << 26;

  /**
   * Scores of attention that several rows of a pass have together: 16 MB, which pass by quickly.
   */
  private static final long PASS = 1L << 22;

  static Room of(int budget, ModelConfig config) {
    return new Room(budget, config.maxPositions(), config.heads());
  }

  /** Tokens of a plain row with its padding. */
  int padded(int length) {
    int padded = (length + STEP - 1) / STEP * STEP;
    return Math.max(length, Math.min(limit, padded));
  }

  /**
   * Whether a pass may have so much.
   *
   * @param tokens of all rows
   * @param longest of the rows
   * @param before tokens that stand before each row
   * @param plain whether no row branches, so that no table of scores is made
   */
  boolean takes(int tokens, int rows, int longest, int before, boolean plain) {
    return tokens <= budget && (plain || rows * scores(longest, before) <= PASS);
  }

  /**
   * Whether a row may branch, or stand behind a beginning: all scores of its attention exist at
   * once, which for a long one costs more than what it shares.
   *
   * @param length of the row
   * @param before tokens that stand before it
   */
  boolean branches(int length, int before) {
    return scores(length, before) <= ROW;
  }

  private long scores(int length, int before) {
    return (long) heads * length * (before + length);
  }
}
