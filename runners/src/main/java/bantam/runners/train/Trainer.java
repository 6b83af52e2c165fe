package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.DivergedException;
import bantam.recipes.InputException;
import bantam.recipes.StoppedException;
import bantam.recipes.Training;
import bantam.runners.RunContext;
import bantam.runners.engine.Engine;
import bantam.runners.train.Checkpoints.Found;
import bantam.runners.train.Objective.Term;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The training loop, the only one: pretraining, fine-tuning, adapters, distillation and recovery
 * differ in the objective and in which parameters train.
 *
 * <p>It goes on after the newest sound checkpoint in the run's directory, and what follows is byte
 * for byte what the uninterrupted run would have given on the same machine.
 */
public final class Trainer implements AutoCloseable {
  private final Engine engine;
  private final Job job;
  private final Training training;
  private final Schedule schedule;
  private final RunContext context;
  private final Checkpoints checkpoints;
  private final Gauges gauges;
  private final Stepper stepper;
  private final TrainingLog log;

  private long step;
  private long tokens;
  private String note = "";

  private Trainer(Engine engine, Job job, RunContext context) {
    this.engine = engine;
    this.job = job;
    this.training = job.training();
    this.schedule = Schedules.ALL.make(training.schedule());
    this.context = context;
    this.checkpoints =
        new Checkpoints(context.directory().resolve("checkpoints"), training.checkpointKeep());
    this.gauges = new Gauges(engine, job.objective().terms().size(), training.clip());
    Optimizer optimizer = Optimizers.ALL.make(training.optimizer());
    this.stepper =
        new Stepper(engine, job.trainee(), job.objective(), optimizer, gauges, job.seed());
    Optional<Found> found = checkpoints.newest(context.progress()::say);
    found.ifPresent(this::restore);
    this.log = TrainingLog.open(context, found.map(f -> f.about().rows()).orElse(new TreeMap<>()));
  }

  /** Prepares a run, and puts back what an earlier attempt saved. */
  public static Trainer start(Engine engine, Job job, RunContext context) {
    return new Trainer(engine, job, context);
  }

  /**
   * Trains to the last step.
   *
   * @throws DivergedException when a gradient is not finite; no parameter moved at that step
   * @throws StoppedException when somebody asked to stop; a checkpoint was written
   */
  public void run() {
    Stopwatch watch = new Stopwatch();
    context.progress().begin("training", training.steps(), "steps");
    while (step < training.steps()) {
      double lr = training.lr() * schedule.at((int) step, training.steps());
      List<MicroBatch> batches = job.batches().step(step);
      stepper.take(batches, step, lr);
      step++;
      long seen = batches.stream().mapToLong(MicroBatch::tokens).sum();
      tokens += seen;
      watch.count(seen);
      if (due(training.logEvery())) {
        logStep(lr, watch);
      }
      if (due(training.validateEvery())) {
        validate(watch);
      }
      context.progress().at(step, note);
      if (step < training.steps()) {
        saveOrStop(watch);
      }
    }
    stepper.settle();
    checkpoints.keepOnlyScheduled(training.checkpointEvery());
    context.progress().end(note);
  }

  /** Optimizer steps done. */
  public long step() {
    return step;
  }

  /** Tokens trained on. */
  public long tokens() {
    return tokens;
  }

  /** The run's tables, for what is measured when training is over. */
  public TrainingLog log() {
    return log;
  }

  private boolean due(int every) {
    return step == training.steps() || (every > 0 && step % every == 0);
  }

  private void logStep(double lr, Stopwatch watch) {
    checkFinite();
    double steps = step - (step - 1) / training.logEvery() * training.logEvery();
    double[] sums = gauges.takeTerms();
    List<Term> terms = job.objective().terms();
    double loss = 0;
    for (int i = 0; i < sums.length; i++) {
      loss += terms.get(i).weight() * sums[i] / steps;
    }
    log.metric(step, tokens, "train", "loss", loss, "nats/token");
    for (int i = 0; i < sums.length; i++) {
      if (!terms.get(i).metric().isEmpty()) {
        log.metric(
            step, tokens, "train", terms.get(i).metric(), sums[i] / steps, terms.get(i).unit());
      }
    }
    log.metric(step, tokens, "train", "lr", lr, "1");
    log.metric(step, tokens, "train", "gradient_norm", gauges.norm(), "1");
    double rate = watch.rate();
    log.timing("train", step, watch.seconds(), OptionalDouble.of(rate));
    watch.restart();
    log.flush();
    note = "loss %.3f, %,.0f tokens/s".formatted(loss, rate);
  }

  private void validate(Stopwatch watch) {
    if (job.validation().isEmpty()) {
      return;
    }
    checkFinite();
    Validation validation = job.validation().get();
    Stopwatch own = watch.pause();
    double nats = validation.measure(job.trainee().decoder());
    log.metric(step, tokens, "validation", "loss", nats, "nats/token");
    log.metric(
        step, tokens, "validation", "bits_per_byte", validation.bitsPerByte(nats), "bits/byte");
    log.timing("validate", step, own.seconds(), OptionalDouble.empty());
    watch.resume(own);
  }

  private void saveOrStop(Stopwatch watch) {
    Optional<StoppedException.Cause> asked = context.stop().asked();
    if (asked.isEmpty()
        && (training.checkpointEvery() == 0 || step % training.checkpointEvery() != 0)) {
      return;
    }
    Stopwatch own = watch.pause();
    save();
    watch.resume(own);
    if (asked.isPresent()) {
      throw new StoppedException(
          asked.get(),
          "stopped after step %d of %d with a checkpoint; run the same command again to go on"
              .formatted(step, training.steps()));
    }
  }

  private void save() {
    checkFinite();
    checkpoints.save(step, tokens, log.sync(), gauges.terms(), stepper.state(), engine);
  }

  private void restore(Found found) {
    SortedMap<String, NDArray> state = stepper.state();
    try (NDManager scope = engine.scope()) {
      SortedMap<String, NDArray> saved = TensorFile.read(scope, found.tensors(), engine);
      if (!saved.keySet().equals(state.keySet())) {
        throw new InputException(
            found.path() + " is of another run; delete the run's directory to start it over");
      }
      saved.forEach((name, values) -> engine.kernels().run("assign", state.get(name), values));
    }
    gauges.terms(found.about().sums());
    step = found.about().step();
    tokens = found.about().tokens();
    context.progress().say("going on after step %d of %d".formatted(step, training.steps()));
  }

  private void checkFinite() {
    if (gauges.broken()) {
      String last =
          checkpoints
              .newest(context.progress()::say)
              .map(found -> "the last good checkpoint is " + found.path())
              .orElse("there is no checkpoint before it");
      throw new DivergedException(
          "step %d: the gradient's norm is not finite, and the step was not taken; %s; try a lower lr than %s or more warm-up"
              .formatted(gauges.since(), last, training.lr()));
    }
  }

  @Override
  public void close() {
    log.close();
    stepper.close();
    gauges.close();
  }
}
