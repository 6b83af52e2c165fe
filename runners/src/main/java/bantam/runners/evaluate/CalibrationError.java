package bantam.runners.evaluate;

import bantam.recipes.Key;
import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;

/**
 * How far a model is as sure as it is right: items are put into bins of equal numbers by how sure
 * it is, and the distances of the bins' means are averaged over the items.
 *
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al. 2017, section 2</a>, whose bins are of
 *     equal width. Ours hold equally many items, as in <a
 *     href="https://arxiv.org/abs/1904.01685">Nixon et al. 2019, section 3.2</a>; what choices tie
 *     with each other counts with its share of right answers, so that their order means nothing. No
 *     standard error: the estimate is biased upwards, and its spread alone would mislead
 */
record CalibrationError(Options options) implements Metric {
  /** How finely it looks. */
  record Options(
      @Key(value = "bins of equally many items", preset = "15", min = 1, max = 1000) int bins)
      implements OfChoices {}

  @Override
  public Set<Output> outputs() {
    return Set.of(Output.MULTIPLE_CHOICE);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    List<Confidence> items = Confidence.of(answers);
    int n = items.size();
    int bins = Math.min(options.bins(), n);
    double sum = 0;
    for (int bin = 0; bin < bins; bin++) {
      double apart = 0;
      for (int i = (int) ((long) bin * n / bins); i < (long) (bin + 1) * n / bins; i++) {
        apart += items.get(i).right() - items.get(i).sure();
      }
      sum += Math.abs(apart);
    }
    return new Estimate(sum / n, Double.NaN, n);
  }

  @Override
  public String stderr() {
    return "none";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
