package bantam.runners.train;

import bantam.data.TokenizerSource;
import bantam.data.Tokenizers;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Pretrain;
import bantam.recipes.Training;
import bantam.results.files.Whole;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.Runner;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.TrainingProbe;
import bantam.runners.model.Architectures;
import bantam.runners.model.Decoder;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import bantam.runners.model.TokenizerFiles;
import bantam.runners.model.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Trains a model from random weights, and its tokenizer where the recipe says so. */
public final class PretrainRunner implements Runner<Pretrain> {
  @Override
  public int version() {
    return 1;
  }

  @Override
  public Outcome run(Pretrain recipe, RunContext context) {
    Training training = recipe.training();
    long seed = recipe.common().seed();
    Path vocabulary = tokenizer(recipe, context);
    try (Tokenizer tokenizer = Tokenizer.open(vocabulary);
        Engine engine = Engine.start(recipe.common())) {
      ModelConfig config = Architectures.ALL.make(recipe.model()).config(Tokens.of(tokenizer));
      Decoder decoder = Decoder.random(config, engine, seed);
      Texts texts = new Texts(training, tokenizer, context);
      Job job =
          new Job(
              Trainee.all(decoder),
              new CrossEntropy(),
              texts.batches(seed),
              texts.validation(),
              TrainingProbe.of(training, decoder, tokenizer),
              training,
              seed);
      return train(job, context, vocabulary);
    }
  }

  /** Made once: a run that goes on finds it, and one that goes on from another run takes that's. */
  private static Path tokenizer(Pretrain recipe, RunContext context) {
    Path directory = tokenizerOf(context.directory());
    Optional<Path> parent = recipe.training().continueFrom().map(from -> tokenizerOf(from.path()));
    if (parent.isPresent() && !Files.isDirectory(directory)) {
      Whole.directory(directory, partial -> TokenizerFiles.copy(parent.get(), partial));
    }
    if (!Files.isDirectory(directory)) {
      context.progress().say("preparing the tokenizer");
      TokenizerSource source = Tokenizers.ALL.make(recipe.tokenizer());
      Whole.directory(
          directory, partial -> source.provide(Texts.corpus(recipe.training()), partial).close());
    }
    return directory;
  }

  private static Path tokenizerOf(Path run) {
    return run.resolve("checkpoints").resolve("tokenizer");
  }

  /** Trains every parameter on text and writes the model. */
  static Outcome train(Job job, RunContext context, Path tokenizer) {
    Decoder decoder = job.trainee().decoder();
    try (Trainer trainer = Trainer.start(decoder.engine(), job, context)) {
      trainer.run();
      Path model = Results.models(context, trainer, decoder, tokenizer);
      trainer.log().finish();
      double flops = 3 * Parameters.forwardFlops(decoder.config(), job.training().context());
      return Results.outcome(
          Map.of("model", model, "tokenizer", model), trainer, job.trainee(), flops, 0);
    }
  }
}
