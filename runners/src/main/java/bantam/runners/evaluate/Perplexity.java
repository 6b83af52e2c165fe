package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import bantam.results.Row;
import java.util.List;
import java.util.Set;

/**
 * exp(−mean log-likelihood) of whole continuations, whatever their length.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/metrics.py}: {@code perplexity}. The error is that of the mean,
 *     to first order; the harness draws a random bootstrap
 */
record Perplexity() implements Metric {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.LOGLIKELIHOOD);
  }

  @Override
  public Estimate of(List<Answer> answers) {
    return Estimate.mean(
            answers.stream().map(Answer::only).mapToDouble(Row.Sample::logLikelihood).toArray())
        .times(-1)
        .exp();
  }

  @Override
  public String stderr() {
    return "sd/sqrt(n), to first order";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
