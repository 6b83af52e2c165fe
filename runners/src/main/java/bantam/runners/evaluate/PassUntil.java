package bantam.runners.evaluate;

import bantam.recipes.Inline;
import bantam.recipes.Key;
import bantam.recipes.Task.Output;
import bantam.results.Row;
import java.util.List;
import java.util.Set;

/**
 * The chance that an answer is right, from answers that are drawn until r are: (r − 1) / (K − 1)
 * where the K-th is the r-th right one, averaged over the items. Sees chances far below one in the
 * number of items. Where fewer than r of an item's n answers are right, c of them, it takes c / n:
 * with both rules together the estimate is unbiased for any n.
 *
 * @see <a href="https://arxiv.org/abs/2310.03262">Hu et al. 2024</a>, whose r / K is biased upwards
 * @see "Girshick, Mosteller and Savage 1946, Unbiased Estimates for Certain Binomial Sampling
 *     Problems, Annals of Mathematical Statistics 17: the estimate for any rule when to stop"
 */
final class PassUntil implements Additive {
  /** The keys of {@code use: pass_until}. */
  record Options(
      @Key(value = "right answers at which an item is done", preset = "2", min = 2) int r,
      @Inline ExactMatch.Options match)
      implements OfText {}

  private final int r;
  private final ExactMatch match;

  PassUntil(Options options) {
    this.r = options.r();
    this.match = new ExactMatch(options.match());
  }

  @Override
  public Set<Output> outputs() {
    return Set.of(Output.GENERATE_UNTIL);
  }

  @Override
  public Terms terms(List<Answer> answers) {
    return Terms.mean(answers.stream().mapToDouble(this::chance).toArray());
  }

  private double chance(Answer answer) {
    int right = 0;
    int drawn = 0;
    for (Row.Sample one : answer.choices()) {
      drawn++;
      right += match.right(one) ? 1 : 0;
      if (right == r) {
        return (r - 1.0) / (drawn - 1.0);
      }
    }
    return (double) right / drawn;
  }

  @Override
  public String stderr() {
    return "sd/sqrt(n)";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
