package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;

/**
 * The squared distance of the choices' probabilities, exp(ll) over their sum, from the truth: 0 to
 * 2, summed over the choices and averaged over the items.
 *
 * @see <a href="https://doi.org/10.1175/1520-0493(1950)078%3C0001:VOFEIT%3E2.0.CO;2">Brier
 *     1950</a>; lm-evaluation-harness at 4e7e0d47, {@code lm_eval/api/metrics.py}: {@code
 *     brier_score}, which gives no standard error
 */
record Brier() implements Additive {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.MULTIPLE_CHOICE);
  }

  @Override
  public Terms terms(List<Answer> answers) {
    return Terms.mean(answers.stream().mapToDouble(Brier::of).toArray());
  }

  private static double of(Answer answer) {
    double[] probabilities = answer.probabilities();
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double truth = answer.choices().get(i).correct().orElseThrow() ? 1 : 0;
      sum += (probabilities[i] - truth) * (probabilities[i] - truth);
    }
    return sum;
  }

  @Override
  public String stderr() {
    return "sd/sqrt(n)";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
