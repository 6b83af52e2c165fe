package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The probability of the right choices together, of all: Σ exp(ll) over the right ones / Σ exp(ll).
 *
 * @see <a href="https://arxiv.org/abs/2109.07958">Lin et al. 2022, appendix B</a>, TruthfulQA's
 *     MC2; lm-evaluation-harness at 4e7e0d47, {@code lm_eval/tasks/truthfulqa/utils.py}: {@code
 *     process_results_mc2}, which calls it acc. Ours takes the largest likelihood out first, so
 *     that long answers do not all count as 0
 */
record RightMass() implements Additive {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.MULTIPLE_CHOICE);
  }

  @Override
  public Terms terms(List<Answer> answers) {
    return Terms.mean(answers.stream().mapToDouble(RightMass::of).toArray());
  }

  private static double of(Answer answer) {
    double[] probabilities = answer.probabilities();
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      sum += answer.choices().get(i).correct().orElseThrow() ? probabilities[i] : 0;
    }
    return sum;
  }

  @Override
  public String stderr() {
    return "sd/sqrt(n)";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  /** Where every choice is as likely as any other. */
  @Override
  public OptionalDouble chance(List<Answer> answers) {
    return answers.stream()
        .mapToDouble(answer -> (double) answer.right().size() / answer.choices().size())
        .average();
  }
}
