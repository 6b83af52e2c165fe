package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import bantam.results.Row;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The share of items answered rightly. {@code acc} takes the choice with the largest
 * log-likelihood, {@code acc_norm} that with the largest per Unicode code point, {@code acc_bytes}
 * per UTF-8 byte; the first one at a tie, and what parts prompt and choice has no length. A single
 * continuation is answered rightly if greedy decoding gives it.
 *
 * @param score of a choice
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/task.py}: {@code process_results}
 */
record Accuracy(ToDoubleFunction<Row.Sample> score, Set<Output> outputs) implements Additive {
  static Accuracy plain() {
    return new Accuracy(
        Row.Sample::logLikelihood, Set.of(Output.MULTIPLE_CHOICE, Output.LOGLIKELIHOOD));
  }

  static Accuracy per(ToDoubleFunction<Row.Sample> length) {
    return new Accuracy(
        choice -> choice.logLikelihood() / length.applyAsDouble(choice),
        Set.of(Output.MULTIPLE_CHOICE));
  }

  @Override
  public Terms terms(List<Answer> answers) {
    return Terms.mean(answers.stream().mapToDouble(this::right).toArray());
  }

  private double right(Answer answer) {
    return answer.best(score).correct().orElseThrow() ? 1 : 0;
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
    return answers.stream().anyMatch(answer -> answer.choices().size() == 1)
        ? OptionalDouble.empty()
        : answers.stream().mapToDouble(answer -> 1.0 / answer.choices().size()).average();
  }
}
