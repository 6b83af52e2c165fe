package bantam.runners.evaluate;

import bantam.recipes.Key;
import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;

/**
 * The share of right answers where a model may leave out the items that it is least sure of.
 *
 * @see <a href="https://arxiv.org/abs/1705.08500">Geifman and El-Yaniv 2017, section 2</a>. Items
 *     that are as sure as each other count with their mean
 */
record SelectiveAccuracy(Options options) implements Metric {
  /** How much is answered. */
  record Options(
      @Key(value = "share of the items that are answered", preset = "0.8", min = 0.01, max = 1)
          double coverage)
      implements OfChoices {}

  @Override
  public Set<Output> outputs() {
    return Set.of(Output.MULTIPLE_CHOICE);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    List<Confidence> items = Confidence.of(answers);
    // a product such as 0.7 * 10 is a little more than 7
    int taken = (int) Math.max(1, Math.ceil(options.coverage() * items.size() - 1e-9));
    double right = items.subList(0, taken).stream().mapToDouble(Confidence::right).sum();
    return new Estimate(right / taken, Double.NaN, taken);
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
