package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.List;
import java.util.Optional;

/**
 * Models that choose each token together. Log-probabilities with the weights 1, α and -α are
 * proxy-tuning by a small tuned model and its untuned original, and emulated fine-tuning.
 */
public record Combination(
    @Key(value = "weight of the model itself", preset = "1.0") double weight,
    @Key("the other models, of the same tokenizer") List<Member> with,
    @Key(
            value =
                "what the weights multiply: log-probabilities, as in proxy-tuning, or"
                    + " probabilities, whose weights are divided by their sum",
            preset = "log-probabilities")
        Of of) {
  /** What is added up. */
  public enum Of {
    LOG_PROBABILITIES,
    PROBABILITIES
  }

  /** Another model. */
  public record Member(
      @Key("checkpoint directory of the model") Input model,
      @Key("adapter directory to put on it") Optional<Input> adapter,
      @Key("its weight; a negative one takes its preference away") double weight) {}

  public Combination {
    with = List.copyOf(with);
    checkField(!with.isEmpty(), "with", "[]", "must hold a model");
    if (of == Of.PROBABILITIES) {
      checkField(weight >= 0, "weight", weight, "must not be negative with probabilities");
      double sum = weight;
      for (Member member : with) {
        checkField(
            member.weight() >= 0,
            "with",
            "a weight of " + member.weight(),
            "must hold none below 0 with probabilities");
        sum += member.weight();
      }
      checkField(sum > 0, "weight", weight, "must be above 0 where all others are 0");
    }
  }
}
