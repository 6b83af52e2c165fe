package bantam.runners.evaluate;

import bantam.recipes.InputException;
import bantam.recipes.Task.Output;
import bantam.results.Row;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The share of items whose right choice gains most by the prompt: the largest ln P(choice | prompt)
 * − ln P(choice), the first one at a tie. It takes out that some choices are likely whatever is
 * asked. P(choice) is that behind the token which stands for an empty context.
 *
 * @see <a href="https://arxiv.org/abs/2104.08315">Holtzman et al. 2021</a>, domain-conditional PMI,
 *     whose domain's own short prompt is here an empty one, as in <a
 *     href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/task.py}: {@code construct_requests}, {@code process_results}.
 *     Ours differs where every choice has a prompt of its own (winogrande): the harness takes
 *     P(prompt) for P(choice), ours the P of what is scored; and where several choices are right,
 *     which the harness does not count
 */
record MutualInformation() implements Additive {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.MULTIPLE_CHOICE);
  }

  @Override
  public boolean takesAlone() {
    return true;
  }

  @Override
  public Terms terms(List<Answer> answers) {
    return Terms.mean(
        answers.stream()
            .mapToDouble(answer -> answer.best(this::gain).correct().orElseThrow() ? 1 : 0)
            .toArray());
  }

  /** In nats. */
  private double gain(Row.Sample choice) {
    double alone =
        choice
            .aloneLogLikelihood()
            .orElseThrow(
                () ->
                    new InputException(
                        "metric acc_mutual_info: task %s: item %s was not scored without its prompt; evaluate it with this metric among the task's metrics"
                            .formatted(choice.task(), choice.item())));
    return choice.logLikelihood() - alone;
  }

  @Override
  public String stderr() {
    return "sd/sqrt(n)";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public OptionalDouble chance(List<Answer> answers) {
    return Accuracy.plain().chance(answers);
  }
}
