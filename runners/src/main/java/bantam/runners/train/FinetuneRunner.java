package bantam.runners.train;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Finetune;
import bantam.recipes.Training;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.Runner;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.TrainingProbe;
import bantam.runners.model.Decoder;
import java.nio.file.Path;

/** Trains every parameter of an existing model. */
public final class FinetuneRunner implements Runner<Finetune> {
  @Override
  public int version() {
    return 1;
  }

  @Override
  public Outcome run(Finetune recipe, RunContext context) {
    Training training = recipe.training();
    long seed = recipe.common().seed();
    Path model = recipe.model().path();
    try (Engine engine = Engine.start(recipe.common())) {
      Decoder decoder = Decoder.load(model, engine);
      try (Tokenizer tokenizer = Texts.tokenizer(model, decoder.config())) {
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
        return PretrainRunner.train(job, context, model);
      }
    }
  }
}
