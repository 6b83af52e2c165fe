package bantam.data.world;

import bantam.recipes.Randomness;

/**
 * The parts of the world's text and tasks that share nothing. What a thing's content hashes to
 * decides where it belongs, so that no thing can be in two splits. The same holds for the
 * combinations that tasks ask about, such as the operands of a sum: a combination of the test split
 * never occurs in a training story.
 */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** Seven tenths, one tenth, two tenths. */
  static Split of(String purpose, String content) {
    long tenth = Math.floorMod(Randomness.seedOf(content.length(), purpose + '|' + content, 0), 10L);
    return tenth < 7 ? TRAIN : tenth < 8 ? VALIDATION : TEST;
  }

  /** Whether a combination belongs to this split. */
  boolean holds(String purpose, Object... combination) {
    return of(purpose, java.util.Arrays.toString(combination)) == this;
  }
}
