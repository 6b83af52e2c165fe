package bantam.recipes;

/** Trains a model from random weights. */
@Kind(value = "pretrain", doc = "Trains a model from random weights on text.")
public record Pretrain(
    @Inline Common common,
    @Key(value = "the architecture", catalogue = "architecture") Choice model,
    @Key(value = "the tokenizer, taken or trained", catalogue = "tokenizer") Choice tokenizer,
    @Inline Training training)
    implements Recipe {}
