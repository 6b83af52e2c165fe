package bantam.runners.adapt;

import ai.djl.ndarray.NDArray;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Lora;
import bantam.recipes.Training;
import bantam.results.files.Whole;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.Runner;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.TrainingProbe;
import bantam.runners.model.Decoder;
import bantam.runners.model.Parameters;
import bantam.runners.train.CrossEntropy;
import bantam.runners.train.Job;
import bantam.runners.train.Results;
import bantam.runners.train.Texts;
import bantam.runners.train.Trainee;
import bantam.runners.train.Trainer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** Trains an adapter on a frozen model, and merges it into the model where the recipe says so. */
public final class LoraRunner implements Runner<Lora> {
  @Override
  public int version() {
    return 1;
  }

  @Override
  public Outcome run(Lora recipe, RunContext context) {
    Training training = recipe.training();
    long seed = recipe.common().seed();
    Path base = recipe.model().path();
    Adapter adapter = Adapters.ALL.make(recipe.adapter());
    try (Engine engine = Engine.start(recipe.common())) {
      Decoder decoder = Decoder.load(base, engine);
      try (Tokenizer tokenizer = Texts.tokenizer(base, decoder.config())) {
        SortedMap<String, NDArray> parameters = adapter.attach(decoder, seed);
        Texts texts = new Texts(training, tokenizer, context);
        decoder.freeze();
        Job job =
            new Job(
                new Trainee(decoder, parameters, adapter.dropout()),
                new CrossEntropy(),
                texts.batches(seed),
                texts.validation(),
                TrainingProbe.of(training, decoder, tokenizer),
                training,
                seed);
        try (Trainer trainer = Trainer.start(engine, job, context)) {
          trainer.run();
          return finish(recipe, context, adapter, job, trainer);
        }
      }
    }
  }

  private static Outcome finish(
      Lora recipe, RunContext context, Adapter adapter, Job job, Trainer trainer) {
    trainer.keep();
    Decoder decoder = job.trainee().decoder();
    Path base = recipe.model().path();
    Path directory = context.directory().resolve("adapter");
    Whole.directory(directory, partial -> adapter.save(decoder, partial, base.toString()));
    Map<String, Path> outputs = new HashMap<>(Map.of("adapter", directory, "tokenizer", base));
    if (recipe.merge()) {
      double change = Merge.merge(decoder, job.batches().step(0).get(0));
      trainer
          .log()
          .metric(
              trainer.step(), trainer.tokens(), "train", "merge.largest_logit_change", change, "1");
      Path model = Results.model(context.directory().resolve("model"), decoder, base);
      outputs.put("model", model);
      outputs.put("tokenizer", model);
    }
    trainer.log().finish();
    double flops =
        2 * Parameters.forwardFlops(decoder.config(), job.training().context())
            + 6.0 * job.trainee().size();
    return Results.outcome(outputs, trainer, job.trainee(), flops, 0);
  }
}
