package bantam.runners.evaluate;

import bantam.recipes.Evaluate;
import bantam.recipes.RecipeException;
import bantam.results.Row;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How well a model predicts a text, from its samples alone, one for each document.
 *
 * <p>{@code bits_per_byte} = −Σ ll / (ln 2 · Σ UTF-8 bytes) compares models with different
 * tokenizers; {@code perplexity} = exp(−Σ ll / Σ tokens) does not. Sums run over the whole text, so
 * long documents weigh more. The standard errors are those of ratios of sums over documents.
 */
final class TextMetrics {
  /** Those of them that say how good a model is. */
  static final Map<String, Additive> COMPARED =
      new TreeMap<>(
          Map.of(
              "bits_per_byte", new Density(Row.Sample::bytes, true),
              "perplexity", new Density(Row.Sample::tokens, false)));

  private TextMetrics() {}

  /**
   * Finds metrics that are none of a text.
   *
   * @throws RecipeException naming the first one
   */
  static void check(String text, List<String> metrics) {
    for (String metric : metrics) {
      if (!Evaluate.TEXT_METRICS.contains(metric)) {
        throw new RecipeException(
            "text %s: metrics: %s is not measured on a text; take from %s"
                .formatted(text, metric, String.join(", ", Evaluate.TEXT_METRICS)));
      }
    }
  }

  /** Rows for bits per byte, perplexity, and the sizes that they rest on. */
  static List<Row.Score> scores(String run, String text, List<Row.Sample> documents) {
    double[] nats = of(documents, document -> -document.logLikelihood());
    double[] bytes = of(documents, Row.Sample::bytes);
    double[] tokens = of(documents, Row.Sample::tokens);
    return List.of(
        Scores.text(run, text, "bits_per_byte", Estimate.ratio(nats, bytes).times(1 / Math.log(2))),
        Scores.text(run, text, "perplexity", Estimate.ratio(nats, tokens).exp()),
        Scores.text(run, text, "tokens", total(tokens)),
        Scores.text(run, text, "bytes", total(bytes)));
  }

  private static double[] of(List<Row.Sample> documents, ToDoubleFunction<Row.Sample> value) {
    return documents.stream().mapToDouble(value).toArray();
  }

  private static Estimate total(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return new Estimate(sum, Double.NaN, values.length);
  }
}
