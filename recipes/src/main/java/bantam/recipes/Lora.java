package bantam.recipes;

/** Trains an adapter on a frozen model. */
@Kind(value = "lora", doc = "Trains a low-rank adapter on a frozen model.")
public record Lora(
    @Inline Common common,
    @Key("checkpoint directory of the base model") Input model,
    @Key(value = "the adapter", preset = "{use: lora}", catalogue = "adapter") Choice adapter,
    @Key(
            value =
                "whether to write the base with the adapter merged in as well; the run's model"
                    + " output is then the merged one",
            preset = "true")
        boolean merge,
    @Inline Training training)
    implements Recipe {}
