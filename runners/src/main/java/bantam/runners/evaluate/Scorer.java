package bantam.runners.evaluate;

import java.util.List;

/** What gives log-likelihoods: a model. */
@FunctionalInterface
interface Scorer {
  /**
   * @param pairs each no longer than the model reads
   * @return in the order of the pairs
   */
  List<Likelihood> score(List<Pair> pairs);

  /**
   * The same for requests of which some belong together.
   *
   * @param units for each the number of the item that it belongs to
   */
  default List<Likelihood> score(List<Pair> pairs, int[] units) {
    return score(pairs);
  }
}
