package bantam.recipes;

/** Trains a student against a frozen teacher. */
@Kind(value = "distill", doc = "Trains a student model against a frozen teacher.")
public record Distill(
    @Inline Common common,
    @Key("checkpoint directory of the frozen teacher") Input teacher,
    @Key(value = "the student: a checkpoint, or random weights", catalogue = "student")
        Choice student,
    @Key(
            value = "how far the student's next-token distribution is from the teacher's",
            preset = "{use: forward-kl}",
            catalogue = "distillation loss")
        Choice loss,
    @Key(
            value = "weight of the distillation loss; cross-entropy on the text has the rest",
            preset = "0.5",
            min = 0,
            max = 1)
        double mix,
    @Inline Training training)
    implements Recipe {}
