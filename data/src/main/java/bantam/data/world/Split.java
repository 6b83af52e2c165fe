package bantam.data.world;

import bantam.recipes.Randomness;
import java.util.Arrays;

/**
 * The parts of the world's text and tasks that share nothing. A hash decides to which split a
 * combination belongs, such as the operands of a sum or the subject and the attractor of a clause,
 * and every document tells at least one combination: so no document can be in two splits, and what
 * the items of the test split ask for never occurs in a training document.
 */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  private static final int TENTHS = 10;

  /** Whether a combination belongs to this split, which has a part of all combinations only. */
  boolean holds(String purpose, Object... combination) {
    return of(tenth(purpose, combination)) == this;
  }

  /**
   * Whether the combination of something with the {@code index}-th of many others belongs to this
   * split. Whatever the something, each split has its share of any ten others in a row.
   */
  boolean holdsOf(int index, String purpose, Object... something) {
    return of((tenth(purpose, something) + index) % TENTHS) == this;
  }

  /** Seven tenths, one tenth, two tenths. */
  private static Split of(int tenth) {
    return tenth < 7 ? TRAIN : tenth < 8 ? VALIDATION : TEST;
  }

  private static int tenth(String purpose, Object[] combination) {
    String content = purpose + Arrays.toString(combination);
    return (int) Math.floorMod(Randomness.seedOf(0, content, 0), (long) TENTHS);
  }
}
