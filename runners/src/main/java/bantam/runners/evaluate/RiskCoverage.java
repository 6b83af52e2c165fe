package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;

/**
 * The share of wrong answers among the items that a model is surest of, averaged over how many are
 * taken, from one to all: the area under the curve of risk over coverage.
 *
 * @see <a href="https://arxiv.org/abs/1805.08206">Geifman, Uziel and El-Yaniv 2019, section 2</a>.
 *     Items that are as sure as each other count with their mean
 */
record RiskCoverage() implements Metric {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.MULTIPLE_CHOICE);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    List<Confidence> items = Confidence.of(answers);
    double wrong = 0;
    double area = 0;
    for (int i = 0; i < items.size(); i++) {
      wrong += 1 - items.get(i).right();
      area += wrong / (i + 1) / items.size();
    }
    return new Estimate(area, Double.NaN, items.size());
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
