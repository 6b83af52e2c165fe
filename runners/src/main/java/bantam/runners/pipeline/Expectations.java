package bantam.runners.pipeline;

import bantam.recipes.Expectation;
import bantam.recipes.Pipeline;
import bantam.recipes.RecipeException;
import bantam.results.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a pipeline's recipe expects, held against what was measured. */
final class Expectations {
  private final Pipeline pipeline;
  private final Summary summary;

  Expectations(Pipeline pipeline, Summary summary) {
    this.pipeline = pipeline;
    this.summary = summary;
  }

  /**
   * A side of a comparison.
   *
   * @param error its standard error, where it has one
   */
  private record Side(double value, OptionalDouble error) {}

  /** What does not hold, a line each. */
  List<String> unmet() {
    return pipeline.expect().stream().flatMap(one -> unmet(one).stream()).toList();
  }

  private Optional<String> unmet(Expectation expected) {
    Row.Score left = score(expected.that());
    boolean above = expected.above().isPresent();
    String other = expected.above().or(expected::below).orElseThrow();
    Side right = side(other, left);
    double lead = above ? left.value() - right.value() : right.value() - left.value();
    double noise = Math.hypot(left.stderr().orElse(0), right.error().orElse(0)) * expected.sigmas();
    // NaN on either side must not pass
    if (lead > 0 && lead >= expected.margin() && lead >= noise) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "expected %s %s %s by at least %.4g and %.4g standard errors (%.4g); it is %.4g against"
                + " %.4g",
            expected.that(),
            above ? "above" : "below",
            other,
            expected.margin(),
            expected.sigmas(),
            noise,
            left.value(),
            right.value()));
  }

  private Side side(String text, Row.Score left) {
    if (text.equals("chance")) {
      double chance =
          left.chance()
              .orElseThrow(
                  () ->
                      new RecipeException(
                          "expect: %s has no chance level to be compared with"
                              .formatted(left.task())));
      return new Side(chance, OptionalDouble.empty());
    }
    if (text.split("\\.", -1).length == 3) {
      Row.Score score = score(text);
      return new Side(score.value(), score.stderr());
    }
    try {
      return new Side(Double.parseDouble(text), OptionalDouble.empty());
    } catch (NumberFormatException e) {
      throw new RecipeException(
          "expect: '%s' is no number, not 'chance' and not stage.what.metric".formatted(text), e);
    }
  }

  private Row.Score score(String reference) {
    String[] parts = reference.split("\\.", -1);
    return summary
        .find(parts[0], parts[1], parts[2])
        .orElseThrow(
            () ->
                new RecipeException(
                    "expect: nothing measured is called %s; it must be the name of an evaluate"
                            .formatted(reference)
                        + " stage, of one of its texts or tasks (or all), and of a metric"));
  }
}
