package bantam.runners.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** Scores requests by themselves, the same ones once. */
  default Map<Pair, Likelihood> scoreOnce(List<Pair> pairs) {
    List<Pair> different = pairs.stream().distinct().toList();
    List<Likelihood> scored = different.isEmpty() ? List.of() : score(different);
    Map<Pair, Likelihood> found = new HashMap<>();
    for (int i = 0; i < different.size(); i++) {
      found.put(different.get(i), scored.get(i));
    }
    return found;
  }
}
