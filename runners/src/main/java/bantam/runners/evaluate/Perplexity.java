package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;

/**
 * exp(−mean log-likelihood) of whole continuations, whatever their length.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/metrics.py}: {@code perplexity}. The error is that of the mean,
 *     to first order; the harness draws a random bootstrap
 */
record Perplexity() implements Additive {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.LOGLIKELIHOOD);
  }

  @Override
  public Terms terms(List<Answer> answers) {
    return Terms.mean(
            answers.stream().map(Answer::only).mapToDouble(one -> -one.logLikelihood()).toArray())
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
