package bantam.recipes;

/** When training may end before its last step. */
public record Stopping(
    @Key("what has to get better: loss or bits_per_byte on validation, or a metric of evaluate")
        String metric,
    @Key(value = "measurements in a row without a new best one before training ends", min = 1)
        int patience) {}
