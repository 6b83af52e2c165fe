package bantam.data.perturb;

import bantam.data.world.Dice;
import java.util.List;
import java.util.stream.IntStream;

/** A change of a question that a reader would answer as before. */
public interface Perturbation {
  /** The name under which scores stand; another one for other options. */
  String label();

  /**
   * One of the texts that a question is made of, changed.
   *
   * @param first whether the question begins with it
   * @param dice the same for the same text of the same item
   */
  default String text(String text, boolean first, Dice dice) {
    return text;
  }

  /** Whether it is the options that it changes. */
  default boolean reorders() {
    return false;
  }

  /**
   * In which order the options that a question lists stand.
   *
   * @param count of them
   * @return for each place the one that the option had before
   */
  default List<Integer> order(int count, Dice dice) {
    return IntStream.range(0, count).boxed().toList();
  }
}
