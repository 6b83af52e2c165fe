package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The correlation of predicted and right choices, from -1 to 1: (c n − Σ tₖ pₖ) / √((n² − Σ pₖ²)
 * (n² − Σ tₖ²)) with c items answered rightly and place k right tₖ and predicted pₖ times; 0 where
 * one place is always right or always predicted.
 *
 * @see <a href="https://doi.org/10.1016/j.compbiolchem.2004.09.006">Gorodkin 2004</a>, equation 8,
 *     for two choices Matthews 1975; as scikit-learn, which lm-evaluation-harness calls. Its error
 *     is a random bootstrap, ours is not told
 */
record Matthews() implements Metric {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.MULTIPLE_CHOICE);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    TreeMap<Integer, Long> right = new TreeMap<>();
    TreeMap<Integer, Long> predicted = new TreeMap<>();
    long correct = 0;
    for (Answer answer : answers) {
      right.merge(answer.gold(), 1L, Long::sum);
      predicted.merge(answer.predicted(), 1L, Long::sum);
      correct += answer.gold() == answer.predicted() ? 1 : 0;
    }
    double all = answers.size();
    double expected = 0;
    for (int place : right.keySet()) {
      expected += (double) right.get(place) * predicted.getOrDefault(place, 0L);
    }
    double spread = Math.sqrt((all * all - squares(predicted)) * (all * all - squares(right)));
    double value = spread == 0 ? 0 : (correct * all - expected) / spread;
    return new Estimate(value, Double.NaN, answers.size());
  }

  private static double squares(TreeMap<Integer, Long> counts) {
    return counts.values().stream().mapToDouble(count -> (double) count * count).sum();
  }

  @Override
  public String stderr() {
    return "none";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
