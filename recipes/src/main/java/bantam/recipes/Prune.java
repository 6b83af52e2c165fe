package bantam.recipes;

/** Removes parts of a model; the result is a smaller standard checkpoint. */
@Kind(value = "prune", doc = "Removes FFN channels or layers; writes a smaller standard model.")
public record Prune(
    @Inline Common common,
    @Key("checkpoint directory of the model") Input model,
    @Key(value = "what is removed, and by which score", catalogue = "pruning criterion")
        Choice criterion,
    @Key(
            value = "fraction of the structures that the criterion scores to remove",
            min = 0,
            max = 0.99)
        double ratio,
    @Key(
            value = "removed widths are rounded so that what is left is a multiple of this",
            preset = "1",
            min = 1)
        int multiple,
    @Key(value = "text that the scores are computed on", catalogue = "corpus") Choice calibration,
    @Key(value = "calibration sequences", preset = "64", min = 1) int sequences,
    @Key(value = "tokens per calibration sequence", preset = "256", min = 2) int context)
    implements Recipe {}
