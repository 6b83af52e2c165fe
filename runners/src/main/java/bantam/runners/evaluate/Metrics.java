package bantam.runners.evaluate;

import bantam.recipes.Catalogue;
import bantam.results.Row;

/** What can be measured on a task. */
public final class Metrics {
  /** The options of metrics that have none. */
  record Options() {}

  public static final Catalogue<Metric> ALL =
      Catalogue.of(
          "metric",
          entry("acc", "items answered rightly, of all", Accuracy.plain()),
          entry(
              "acc_bytes",
              "items answered rightly by log-likelihood per byte",
              Accuracy.per(Row.Sample::bytes)),
          entry(
              "acc_mutual_info",
              "items answered rightly by what the prompt adds to a choice's log-likelihood",
              new MutualInformation()),
          entry(
              "acc_norm",
              "items answered rightly by log-likelihood per character",
              Accuracy.per(Row.Sample::chars)),
          entry(
              "aurc",
              "wrong answers among the surest items, over how many are taken",
              new RiskCoverage()),
          entry(
              "bits_per_byte", "surprise of a text per byte", new Density(Row.Sample::bytes, true)),
          entry("brier_score", "distance of the probabilities from the truth", new Brier()),
          entry(
              "byte_perplexity",
              "perplexity of a text per byte",
              new Density(Row.Sample::bytes, false)),
          kept("csr", "rules that answers keep, of all", RulesKept.Share.CSR),
          new Catalogue.Entry<>(
              "ece",
              "how far the model is as sure as it is right, in bins of equally many items",
              CalibrationError.Options.class,
              CalibrationError::new),
          new Catalogue.Entry<>(
              "exact_match",
              "items answered with the right text, of all",
              ExactMatch.Options.class,
              ExactMatch::new),
          entry("f1", "F1 of the second choice, such as yes", new F1()),
          kept("isr", "answers that keep all rules, of all", RulesKept.Share.ISR),
          entry("mc2", "probability of the right choices, of all", new RightMass()),
          entry("mcc", "correlation of predictions and right choices", new Matthews()),
          new Catalogue.Entry<>(
              "numbers_f1",
              "overlap of an answer's whole numbers with the right ones",
              NumbersF1.Options.class,
              options -> new NumbersF1()),
          new Catalogue.Entry<>(
              "pass_at_k",
              "chance that one of k answers is right",
              PassAtK.Options.class,
              PassAtK::new),
          new Catalogue.Entry<>(
              "pass_until",
              "chance of a right answer, drawn until some are right",
              PassUntil.Options.class,
              PassUntil::new),
          entry("perplexity", "exp of the mean surprise of a continuation", new Perplexity()),
          new Catalogue.Entry<>(
              "repeat_spread",
              "standard deviation of the accuracy over repeats",
              ExactMatch.Options.class,
              RepeatSpread::new),
          new Catalogue.Entry<>(
              "selective_acc",
              "items answered rightly, of those that the model is surest of",
              SelectiveAccuracy.Options.class,
              SelectiveAccuracy::new),
          kept("ssr", "turns before a session's first broken rule, of all", RulesKept.Share.SSR),
          entry(
              "word_perplexity",
              "perplexity of a text per word",
              new Density(Row.Sample::words, false)));

  private Metrics() {}

  private static Catalogue.Entry<Metric, RulesKept.Options> kept(
      String name, String doc, RulesKept.Share share) {
    return new Catalogue.Entry<>(
        name, doc, RulesKept.Options.class, options -> new RulesKept(share));
  }

  private static Catalogue.Entry<Metric, Options> entry(String name, String doc, Metric metric) {
    return new Catalogue.Entry<>(name, doc, Options.class, options -> metric);
  }
}
