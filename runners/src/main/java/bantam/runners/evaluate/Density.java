package bantam.runners.evaluate;

import bantam.recipes.Task.Output;
import bantam.results.Row;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * How much a text surprises a model per word or byte, over all texts together: exp(−Σ ll / Σ
 * units), or −Σ ll / (ln 2 · Σ units) in bits. Long texts weigh more.
 *
 * @param units of a text
 * @param bits whether it is told in bits
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/metrics.py}: {@code weighted_perplexity}, {@code bits_per_byte},
 *     which give no standard error; ours is that of a ratio of sums
 */
record Density(ToDoubleFunction<Row.Sample> units, boolean bits) implements Additive {
  @Override
  public Set<Output> outputs() {
    return Set.of(Output.LOGLIKELIHOOD_ROLLING);
  }

  @Override
  public Terms terms(List<Answer> answers) {
    List<Row.Sample> texts = answers.stream().map(Answer::only).toList();
    double unit = bits ? Math.log(2) : 1; // in nats
    Terms surprise =
        Terms.ratio(
            texts.stream().mapToDouble(text -> -text.logLikelihood() / unit).toArray(),
            texts.stream().mapToDouble(units).toArray());
    return bits ? surprise : surprise.exp();
  }

  @Override
  public String stderr() {
    return "ratio over documents";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
