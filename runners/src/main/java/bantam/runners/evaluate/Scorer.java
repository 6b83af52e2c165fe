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
}
