package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Which tokens a token sees: always itself and tokens before it in its row. Rows padded on the
 * right need nothing else, since no token sees what follows; the padding's outputs mean nothing.
 */
public sealed interface Attend {
  /** Everything before it in its row; positions count from the row's start. */
  record Causal() implements Attend {}

  /**
   * Only what has the same number in its row; positions count anew where the number changes.
   *
   * @param numbers (batch, tokens) int64
   */
  record Segments(NDArray numbers) implements Attend {}

  static Attend causal() {
    return new Causal();
  }

  /**
   * Rows that hold several documents, none of which sees another.
   *
   * @param documents (batch, tokens) int64, equal for the tokens of one document
   */
  static Attend documents(NDArray documents) {
    return new Segments(documents);
  }

  /**
   * Rows that begin with padding.
   *
   * @param padding leading tokens of each row that are none, (batch)
   * @param tokens of a row, padding included
   */
  static Attend leftPadded(NDManager into, int[] padding, int tokens) {
    long[] numbers = new long[padding.length * tokens];
    for (int row = 0; row < padding.length; row++) {
      for (int t = padding[row]; t < tokens; t++) {
        numbers[row * tokens + t] = 1;
      }
    }
    return new Segments(into.create(numbers, new Shape(padding.length, tokens)));
  }
}
