package bantam.recipes;

import java.util.Optional;

/**
 * Parameters that are updated in a way of their own; the first group that matches has a parameter.
 */
public record ParameterGroup(
    @Key("a part of the parameters' names, such as embed_tokens or layers.0.; * is any text")
        String match,
    @Key(value = "their learning rate as a multiple of lr", preset = "1.0", min = 0) double lrScale,
    @Key("their weight decay instead of the optimizer's, also where no_decay spares them")
        Optional<Double> weightDecay,
    @Key(value = "whether they stay as they are", preset = "false") boolean freeze) {
  public ParameterGroup {
    Checks.checkField(!match.isBlank(), "match", "'" + match + "'", "must not be empty");
    weightDecay.ifPresent(
        decay -> Checks.checkField(decay >= 0, "weight_decay", decay, "must not be negative"));
  }
}
