package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;

/**
 * The harmonic mean of precision and recall of the choice in place 1, such as yes behind no: 2 tp /
 * (2 tp + fp + fn), 0 where that choice is neither right nor predicted.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/metrics.py}: {@code f1_score}. It stops at items of three or
 *     more choices, where ours takes the others together; its error is a random bootstrap, ours is
 *     not told
 */
record F1() implements Metric {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.MULTIPLE_CHOICE);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    double both = 0;
    double either = 0;
    for (Answer answer : answers) {
      boolean wanted = answer.gold() == 1;
      boolean found = answer.predicted() == 1;
      both += wanted && found ? 1 : 0;
      either += (wanted ? 1 : 0) + (found ? 1 : 0);
    }
    return new Estimate(either == 0 ? 0 : 2 * both / either, Double.NaN, answers.size());
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
