package bantam.recipes;

/** Trains every parameter of an existing model. */
@Kind(value = "finetune", doc = "Trains every parameter of an existing model on text.")
public record Finetune(
    @Inline Common common,
    @Key("checkpoint directory of the model") Input model,
    @Inline Training training)
    implements Recipe {}
