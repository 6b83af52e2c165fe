package bantam.runners.evaluate;

import bantam.recipes.InputException;
import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How far accuracy varies from repeat to repeat: the sample standard deviation (R − 1) of R
 * accuracies, each over all items. Its own standard error is that of a normal sample, s / √(2 (R −
 * 1)).
 *
 * @see <a href="https://arxiv.org/abs/2502.11569">Srivastava et al. 2025</a>, who report mean and
 *     standard deviation over three repeats
 */
final class RepeatSpread implements Metric {
  private final ExactMatch match;

  RepeatSpread(ExactMatch.Options options) {
    this.match = new ExactMatch(options);
  }

  @Override
  public Set<Output> outputs() {
    return Set.of(Output.GENERATE_UNTIL);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    int repeats = answers.get(0).choices().size();
    for (Answer answer : answers) {
      if (repeats < 2 || answer.choices().size() != repeats) {
        throw new InputException(
            "metric repeat_spread: item %s has %d answers behind its filters; it takes two or more of"
                    .formatted(answer.choices().get(0).item(), answer.choices().size())
                + " every item: raise repeats, and take no filter that keeps the first one only");
      }
    }
    double[] accuracies =
        IntStream.range(0, repeats).mapToDouble(repeat -> accuracy(answers, repeat)).toArray();
    double spread = Estimate.mean(accuracies).stderr() * Math.sqrt(repeats);
    return new Estimate(spread, spread / Math.sqrt(2.0 * (repeats - 1)), answers.size());
  }

  private double accuracy(List<Answer> answers, int repeat) {
    return answers.stream()
        .mapToDouble(answer -> match.right(answer.choices().get(repeat)) ? 1 : 0)
        .average()
        .orElseThrow();
  }

  @Override
  public String stderr() {
    return "s/sqrt(2(repeats-1))";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
