package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import java.util.List;
import java.util.Set;

/**
 * exp(−mean log-likelihood) of whole continuations, whatever their length.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/metrics.py}: {@code perplexity}. Without a bootstrap the error
 *     is that of the mean, to first order
 */
record Perplexity() implements Additive, Resampled {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.LOGLIKELIHOOD);
  }

  @Override
  public Terms terms(List<Answer> answers) {
    return Terms.mean(surprises(answers)).exp();
  }

  private static double[] surprises(List<Answer> answers) {
    return answers.stream()
        .map(Answer::only)
        .mapToDouble(one -> -one.logLikelihood())
        .toArray(); // (items), nats
  }

  @Override
  public Bootstrap.Statistic statistic(List<Answer> answers) {
    double[] surprises = surprises(answers);
    return places -> {
      double sum = 0;
      for (int place : places) {
        sum += surprises[place];
      }
      return Math.exp(sum / places.length);
    };
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
