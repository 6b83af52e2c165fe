package bantam.recipes;

import static bantam.recipes.Checks.checkField;

/** When a training loss that rises counts as a run that went wrong. */
public record SpikeGuard(
    @Key(
            value =
                "the loss of a row of metrics is a spike above this multiple of its running mean",
            preset = "2.0")
        double factor,
    @Key(value = "spikes in a row that end the run", preset = "3", min = 1) int patience) {
  public SpikeGuard {
    checkField(factor > 1, "factor", factor, "must be above 1");
  }
}
