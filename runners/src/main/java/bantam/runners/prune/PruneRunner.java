package bantam.runners.prune;

import bantam.data.Corpora;
import bantam.data.pack.Batches;
import bantam.data.pack.Windows;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import bantam.recipes.Prune;
import bantam.results.Row;
import bantam.results.TableWriter;
import bantam.results.files.Whole;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.Runner;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Subject;
import bantam.runners.model.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Scores a model's structures on calibration text and writes the model without the lowest ones: a
 * checkpoint of the same family with a smaller {@code config.json}, the same tokenizer, and {@code
 * pruning.json}, which says what stayed.
 */
public final class PruneRunner implements Runner<Prune> {
  @Override
  public int version() {
    return 1;
  }

  @Override
  public Outcome run(Prune recipe, RunContext context) {
    Path model = context.directory().resolve("model");
    try (Engine engine = Engine.start(recipe.common())) {
      Spent spent = cut(recipe, context, engine, model);
      // loaded again: a checkpoint that does not load must not pass for one
      try (Subject pruned = Subject.open(engine, model)) {
        return new Outcome(
            Map.of("model", model, "tokenizer", model),
            pruned.parameters(),
            0,
            pruned.nonZero(),
            spent.tokens(),
            Outcome.Flops.of(spent.flops()),
            OptionalDouble.empty());
      }
    }
  }

  /** What scoring took. */
  private record Spent(long tokens, double flops) {}

  /** Scores, cuts and writes. */
  private static Spent cut(Prune recipe, RunContext context, Engine engine, Path model) {
    try (Subject subject = Subject.open(engine, recipe.model().path())) {
      PruneCriterion criterion = PruneCriteria.ALL.make(recipe.criterion());
      Calibration calibration = calibration(recipe, context, subject, criterion);
      List<double[]> scores = criterion.scores(calibration);
      context.stop().check();
      Cut cut = criterion.structure().cut(scores, recipe.ratio(), recipe.multiple());
      TableWriter.write(
          context.directory(),
          Row.Layer.class,
          LayerRows.of(context.id(), recipe.criterion().name(), scores, cut));
      Manifest manifest = manifest(recipe, context, calibration, criterion.structure(), cut);
      write(recipe.model().path(), model, cut, manifest);
      context
          .progress()
          .say(
              "%,d of %,d parameters stay"
                  .formatted(manifest.parametersAfter(), manifest.parametersBefore()));
      double once = Parameters.forwardFlops(calibration.config(), recipe.context());
      return new Spent(calibration.tokens(), criterion.passes() * once * calibration.tokens());
    }
  }

  private static Manifest manifest(
      Prune recipe, RunContext context, Calibration calibration, Structure structure, Cut cut) {
    return new Manifest(
        context.id(),
        recipe.criterion().name(),
        Manifest.name(structure),
        recipe.ratio(),
        recipe.multiple(),
        calibration.tokens(),
        Parameters.count(calibration.config()),
        Parameters.count(CutCheckpoint.after(calibration.config(), cut)),
        cut.lists());
  }

  private static Calibration calibration(
      Prune recipe, RunContext context, Subject subject, PruneCriterion criterion) {
    int[][] sequences =
        criterion.passes() == 0 ? new int[0][] : sequences(recipe, subject.tokenizer());
    return new Calibration(
        subject.decoder(), sequences, recipe.common().seed(), context.progress(), context.stop());
  }

  /** Windows of the calibration text, drawn without replacement by the recipe's seed. */
  private static int[][] sequences(Prune recipe, Tokenizer tokenizer) {
    // a window is its context and one token more
    Windows windows =
        Windows.of(Corpora.ALL.make(recipe.calibration()), tokenizer, recipe.context() - 1);
    if (windows.count() < recipe.sequences()) {
      throw new InputException(
          "sequences is %d; the calibration text has %d of %d tokens: take fewer, or more text"
              .formatted(recipe.sequences(), windows.count(), recipe.context()));
    }
    return Arrays.stream(
            Batches.windows(windows.count(), recipe.common().seed(), 0, recipe.sequences()))
        .mapToObj(
            window -> {
              int[] ids = new int[recipe.context()];
              windows.ids(window, ids);
              return ids;
            })
        .toArray(int[][]::new);
  }

  private static void write(Path source, Path model, Cut cut, Manifest manifest) {
    Whole.directory(
        model,
        partial -> {
          CutCheckpoint.write(source, partial, cut);
          Files.writeString(partial.resolve(Manifest.NAME), manifest.json());
        });
  }
}
