package bantam.runners.distill;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Distill;
import bantam.recipes.InputException;
import bantam.recipes.Training;
import bantam.runners.Outcome;
import bantam.runners.RunContext;
import bantam.runners.Runner;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.TrainingProbe;
import bantam.runners.model.Decoder;
import bantam.runners.model.Parameters;
import bantam.runners.model.Students;
import bantam.runners.model.Tokens;
import bantam.runners.train.Job;
import bantam.runners.train.Results;
import bantam.runners.train.Texts;
import bantam.runners.train.Trainee;
import bantam.runners.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Trains a student against a frozen teacher that reads along. */
public final class DistillRunner implements Runner<Distill> {
  @Override
  public int version() {
    return 1;
  }

  @Override
  public Outcome run(Distill recipe, RunContext context) {
    Training training = recipe.training();
    long seed = recipe.common().seed();
    Path source = recipe.teacher().path();
    try (Engine engine = Engine.start(recipe.common())) {
      Decoder teacher = Decoder.open(source, engine);
      teacher.freeze();
      try (Tokenizer tokenizer = Texts.tokenizer(source, teacher.config())) {
        checkTokenizer(recipe, tokenizer);
        Decoder student =
            Students.ALL.make(recipe.student()).make(engine, Tokens.of(teacher.config()), seed);
        Texts texts = new Texts(training, tokenizer, context);
        Job job =
            new Job(
                Trainee.all(student),
                new Imitation(teacher, DistillLosses.ALL.make(recipe.loss()), recipe.mix()),
                texts.batches(seed),
                texts.validation(),
                TrainingProbe.of(training, student, tokenizer),
                training,
                seed);
        return train(job, teacher, source, context);
      }
    }
  }

  private static Outcome train(Job job, Decoder teacher, Path tokenizer, RunContext context) {
    Decoder student = job.trainee().decoder();
    int length = job.training().context();
    try (Trainer trainer = Trainer.start(student.engine(), job, context)) {
      trainer.run();
      Path model = Results.models(context, trainer, student, tokenizer);
      trainer.log().finish();
      return Results.outcome(
          Map.of("model", model, "tokenizer", model),
          trainer,
          job.trainee(),
          3 * Parameters.forwardFlops(student.config(), length),
          Parameters.forwardFlops(teacher.config(), length));
    }
  }

  /** Equal width is not the same tokenizer: the student's ids must mean what the teacher's do. */
  private static void checkTokenizer(Distill recipe, Tokenizer teachers) {
    if (!(recipe.student().options() instanceof Students.Checkpoint student)) {
      return;
    }
    Path directory = student.path().path();
    if (!Files.exists(directory.resolve("tokenizer.json"))) {
      return;
    }
    try (Tokenizer own = Tokenizer.open(directory)) {
      if (!own.sha256().equals(teachers.sha256())) {
        throw new InputException(
            ("%s: the student's tokenizer is not the teacher's (%d tokens, sha256 %.8s; the"
                    + " teacher's has %d, sha256 %.8s); both models must use one tokenizer")
                .formatted(
                    own.file(), own.size(), own.sha256(), teachers.size(), teachers.sha256()));
      }
    }
  }
}
