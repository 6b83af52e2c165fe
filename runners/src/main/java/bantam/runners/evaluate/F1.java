package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The harmonic mean of precision and recall of the choice in place 1, such as yes behind no: 2 tp /
 * (2 tp + fp + fn), 0 where that choice is neither right nor predicted.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/metrics.py}: {@code f1_score}. It stops at items of three or
 *     more choices, where ours takes the others together
 */
record F1() implements Resampled {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.MULTIPLE_CHOICE);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    double value = statistic(answers).of(IntStream.range(0, answers.size()).toArray());
    return new Estimate(value, Double.NaN, answers.size());
  }

  @Override
  public Bootstrap.Statistic statistic(List<Answer> answers) {
    int[] both = answers.stream().mapToInt(one -> wanted(one) * found(one)).toArray();
    int[] either = answers.stream().mapToInt(one -> wanted(one) + found(one)).toArray();
    return places -> {
      long above = 0;
      long below = 0;
      for (int place : places) {
        above += both[place];
        below += either[place];
      }
      return below == 0 ? 0 : 2.0 * above / below;
    };
  }

  private static int wanted(Answer answer) {
    return answer.gold() == 1 ? 1 : 0;
  }

  private static int found(Answer answer) {
    return answer.predicted() == 1 ? 1 : 0;
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
