package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys by which training is watched, and what follows from what is seen. */
public record Watching(
    @Key("what is measured on held-out data while the model trains") Optional<Measuring> evaluate,
    @Key(
            value =
                "which parameters the run's model has: last, or 'best by METRIC', where METRIC is"
                    + " loss or bits_per_byte on validation, or one of evaluate such as"
                    + " world_facts.acc",
            preset = "last")
        String keep,
    @Key("ends training early, when a metric has stopped getting better") Optional<Stopping> stop,
    @Key(value = "ends a run whose training loss has risen, with exit code 4", cosmetic = true)
        Optional<SpikeGuard> spike) {
  private static final String BEST = "best by ";
  private static final Set<String> LESS_IS_BETTER =
      Set.of(
          "loss",
          "bits_per_byte",
          "perplexity",
          "word_perplexity",
          "byte_perplexity",
          "brier_score",
          "repeat_spread");

  public Watching {
    checkField(
        keep.equals("last") || (keep.startsWith(BEST) && keep.length() > BEST.length()),
        "keep",
        "'" + keep + "'",
        "must be last or 'best by METRIC'");
  }

  /** The metric whose best measurement decides which parameters are kept. */
  public Optional<String> bestBy() {
    return keep.equals("last")
        ? Optional.empty()
        : Optional.of(keep.substring(BEST.length()).strip());
  }

  /** Whether a larger value of a metric is better. */
  public static boolean higherIsBetter(String metric) {
    return !LESS_IS_BETTER.contains(metric.substring(metric.lastIndexOf('.') + 1));
  }

  /** Finds metrics that nothing measures. */
  void check(boolean validation) {
    List<String> measured = new ArrayList<>();
    if (validation) {
      measured.addAll(List.of("loss", "bits_per_byte"));
    }
    evaluate.ifPresent(one -> measured.addAll(one.metrics()));
    bestBy().ifPresent(metric -> check("keep", metric, measured));
    stop.ifPresent(one -> check("stop", one.metric(), measured));
  }

  private static void check(String key, String metric, List<String> measured) {
    checkField(
        measured.contains(metric),
        key,
        "about the metric '" + metric + "'",
        measured.isEmpty()
            ? "needs validation or evaluate, which measure"
            : "can be " + String.join(", ", measured));
  }
}
