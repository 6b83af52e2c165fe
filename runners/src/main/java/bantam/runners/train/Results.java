package bantam.runners.train;

import ai.djl.ndarray.NDManager;
import bantam.results.files.Whole;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.Parameters;
import bantam.runners.model.TokenizerFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/** What a training run leaves behind. */
public final class Results {
  private Results() {}

  /**
   * Writes a model with its tokenizer as a Hugging Face checkpoint in f32, whole or not at all.
   *
   * @param tokenizer a directory with {@code tokenizer.json}
   */
  public static Path model(Path directory, Decoder decoder, Path tokenizer) {
    Whole.directory(
        directory,
        partial -> {
          decoder.save(partial, Dtype.F32);
          TokenizerFiles.copy(tokenizer, partial);
        });
    return directory;
  }

  /**
   * Writes the models of a run that trained every parameter: what it keeps into {@code model}, and
   * where that is the best one, the last one into {@code last}.
   *
   * @return the one that it keeps
   */
  public static Path models(RunContext context, Trainer trainer, Decoder decoder, Path tokenizer) {
    if (trainer.keepsBest()) {
      model(context.directory().resolve("last"), decoder, tokenizer);
      trainer.keep();
    }
    return model(context.directory().resolve("model"), decoder, tokenizer);
  }

  /**
   * What the run made and cost.
   *
   * @param flopsPerToken of training, without the teacher's
   * @param teacherFlops for each token; 0 without a teacher
   */
  public static Outcome outcome(
      Map<String, Path> outputs,
      Trainer trainer,
      Trainee trainee,
      double flopsPerToken,
      double teacherFlops) {
    Decoder decoder = trainee.decoder();
    return new Outcome(
        outputs,
        Parameters.count(decoder.config()),
        trainee.size(),
        nonZero(decoder),
        trainer.ownTokens(),
        new Outcome.Flops(
            trainer.ownTokens() * flopsPerToken,
            trainer.ownTokens() * teacherFlops,
            trainer.scoringFlops()),
        OptionalDouble.empty());
  }

  private static long nonZero(Decoder decoder) {
    Engine engine = decoder.engine();
    try (NDManager scope = engine.scope()) {
      return decoder.weights().values().stream()
          .mapToLong(weight -> engine.kernels().one(scope, "count_nonzero", weight).getLong())
          .sum();
    }
  }
}
