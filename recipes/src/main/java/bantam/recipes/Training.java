package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.List;
import java.util.Optional;

/** The keys of every kind that trains. */
public record Training(
    @Key(value = "training text; or else data, for several", catalogue = "corpus")
        Optional<Choice> train,
    @Key("training text from several sources, {mix: [{source: ..., weight: ...}, ...]}")
        Optional<Data> data,
    @Key(
            value = "held-out text for the validation loss; none is measured without it",
            catalogue = "corpus")
        Optional<Choice> validation,
    @Key(
            "how documents become sequences: stream (cut anywhere, all sequences full, documents"
                + " see those before them in the sequence; so it is without this key),"
                + " stream-documents (the same, but no document sees another), or bfd (whole"
                + " documents by best-fit decreasing, longer ones cut, no document sees another)")
        Optional<Packing> packing,
    @Key(value = "optimizer steps, not micro-batches", min = 1) int steps,
    @Key(value = "sequences per optimizer step", preset = "16", min = 1) int batchSize,
    @Key(
            value =
                "sequences per forward pass; 0 takes the whole batch; smaller needs less memory and"
                    + " gives the same gradients",
            preset = "0",
            min = 0)
        int microBatch,
    @Key(value = "tokens per sequence", preset = "256", min = 2, max = 1048576) int context,
    @Key(value = "how parameters are updated", preset = "{use: adamw}", catalogue = "optimizer")
        Choice optimizer,
    @Key(value = "parameters that are updated in a way of their own", preset = "[]")
        List<ParameterGroup> groups,
    @Key(value = "peak learning rate", preset = "0.001", min = 0) double lr,
    @Key(value = "learning rate over the steps", preset = "{use: cosine}", catalogue = "schedule")
        Choice schedule,
    @Key(value = "largest global L2 norm of the gradient; 0 clips nothing", preset = "1.0", min = 0)
        double clip,
    @Inline Watching watching,
    @Key(
            "a training run and a step, RUN@STEP: parameters, optimizer and data go on from there;"
                + " steps counts from that run's first one")
        Optional<Input.StepOf> continueFrom,
    @Key(
            value = "steps between validation losses; 0 measures it at the end only",
            preset = "0",
            min = 0)
        int validateEvery,
    @Key(value = "validation batches per measurement", preset = "8", min = 1) int validateBatches,
    @Key(value = "steps between rows of the metrics table", preset = "10", min = 1) int logEvery,
    @Key(
            value =
                "steps between checkpoints, the last step has one, too; 0 writes one only when the run is stopped",
            preset = "200",
            min = 0,
            cosmetic = true)
        int checkpointEvery,
    @Key(value = "checkpoints kept", preset = "2", min = 1, cosmetic = true) int checkpointKeep,
    @Key(
            value = "what to do to need less memory; results stay the same",
            preset = "{}",
            cosmetic = true)
        Memory memory) {
  public Training {
    if (train.isPresent() == data.isPresent()) {
      throw train.isPresent()
          ? RecipeException.about("data", "train and data are both given; keep one of them")
          : RecipeException.about(
              "train",
              "neither train nor data is given; write train for one text, or data for a mix");
    }
    checkField(
        microBatch <= batchSize,
        "micro_batch",
        microBatch,
        "must not exceed batch_size, which is " + batchSize);
    groups = List.copyOf(groups);
    watching.check(validation.isPresent());
    continueFrom.ifPresent(
        from ->
            checkField(
                steps > from.step(),
                "steps",
                steps,
                "must be more than the %d of continue_from, which count".formatted(from.step())));
  }

  /** How documents become sequences; {@link Packing#STREAM} unless the recipe says otherwise. */
  public Packing layout() {
    return packing.orElse(Packing.STREAM);
  }

  /** Sequences per forward pass. */
  public int rows() {
    return microBatch == 0 ? batchSize : microBatch;
  }
}
