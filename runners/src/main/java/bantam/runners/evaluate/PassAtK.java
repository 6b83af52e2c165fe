package bantam.runners.evaluate;

import bantam.recipes.Inline;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import bantam.recipes.ScoreName;
import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;

/**
 * The chance that at least one of k answers is right, from n ≥ k answers to each item of which c
 * are: 1 − C(n − c, k) / C(n, k), averaged over the items. Unbiased where answers are drawn alike.
 *
 * @see <a href="https://arxiv.org/abs/2107.03374">Chen et al. 2021, equation 1</a>
 */
final class PassAtK implements Additive {
  /** The keys of {@code use: pass_at_k}. */
  record Options(@Key(value = "answers", min = 1) int k, @Inline ExactMatch.Options match)
      implements OfText, ScoreName {
    /** As everybody writes it. */
    @Override
    public String scoreName() {
      return "pass@" + k;
    }
  }

  private final int k;
  private final ExactMatch match;

  PassAtK(Options options) {
    this.k = options.k();
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
    int n = answer.choices().size();
    if (n < k) {
      throw new InputException(
          "metric pass@%d: item %s has %d answers behind its filters, k is %d; raise repeats, and"
                  .formatted(k, answer.choices().get(0).item(), n, k)
              + " take no filter that keeps the first one only");
    }
    long wrong = answer.choices().stream().filter(one -> !match.right(one)).count();
    double none = 1;
    for (int i = 0; i < k; i++) {
      none *= Math.max(0, (double) (wrong - i) / (n - i));
    }
    return 1 - none;
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
