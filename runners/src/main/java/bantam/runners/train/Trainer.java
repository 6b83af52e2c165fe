package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.DivergedException;
import bantam.recipes.InputException;
import bantam.recipes.StoppedException;
import bantam.recipes.Training;
import bantam.runners.RunContext;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Probe;
import bantam.runners.train.Checkpoints.Found;
import bantam.runners.train.Objective.Term;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final String INHERITED = "inherited_tokens";
  private static final String SINCE = "logged_step";
  private static final String SCORING = "scoring_flops";
  private static final String PENDING = "pending";

  private final Engine engine;
  private final Job job;
  private final Training training;
  private final Schedule schedule;
  private final RunContext context;
  private final Checkpoints checkpoints;
  private final Gauges gauges;
  private final Stepper stepper;
  private final TrainingLog log;

  private final Watch watch;

  private long step;
  private long tokens;

  /** Tokens and steps of the run that this one goes on from. */
  private long inherited;

  /** The step behind which the terms' sums began. */
  private long since;

  /** Somebody asked to stop while this step was being measured; it is measured on the way on. */
  private boolean pending;

  private double scoringFlops;
  private long stepping;
  private String note = "";

  private Trainer(Engine engine, Job job, RunContext context) {
    this.engine = engine;
    this.job = job;
    this.training = job.training();
    this.schedule = Schedules.ALL.make(training.schedule());
    this.context = context;
    this.checkpoints = checkpoints(context.directory());
    this.gauges = new Gauges(engine, job.objective().terms().size(), training.clip());
    this.watch = new Watch(training.watching());
    Optimizer optimizer = Optimizers.ALL.make(training.optimizer());
    Groups groups = new Groups(training.groups());
    this.stepper =
        new Stepper(
            engine,
            job.trainee(),
            job.objective(),
            optimizer,
            gauges,
            new Stepper.Manner(groups, training.memory(), job.seed()));
    Optional<Found> found = checkpoints.newest(context.progress()::say);
    found.ifPresentOrElse(this::resume, this::begin);
    if (training.checkpointEvery() > 0) {
      checkpoints.checkRoom(stepper.state());
    }
    this.log = TrainingLog.open(context, found.map(f -> f.about().rows()).orElse(new TreeMap<>()));
  }

  private Checkpoints checkpoints(Path run) {
    return new Checkpoints(
        run.resolve("checkpoints"), training.checkpointEvery(), training.checkpointKeep());
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
    Stopwatch clock = new Stopwatch();
    context.progress().begin("training", training.steps(), "steps");
    if (pending) {
      measure(clock);
      saveOrStop(clock);
    }
    while (!finished()) {
      double lr = training.lr() * schedule.at((int) step, training.steps());
      List<MicroBatch> batches = job.batches().step(step);
      long start = System.nanoTime();
      stepper.take(batches, step, lr);
      stepping += System.nanoTime() - start;
      step++;
      long seen = batches.stream().mapToLong(MicroBatch::tokens).sum();
      tokens += seen;
      clock.count(seen);
      if (due(training.logEvery())) {
        logStep(lr, clock);
      }
      measure(clock);
      if (watch.exhausted() && !due(training.logEvery())) {
        logStep(lr, clock);
      }
      context.progress().at(step, note);
      saveOrStop(clock);
    }
    stepper.settle();
    checkpoints.keepOnlyScheduled(step);
    context.progress().end(note);
  }

  private boolean finished() {
    return !pending && (step >= training.steps() || watch.exhausted());
  }

  /** Whether the recipe keeps the best parameters, and there are such. */
  boolean keepsBest() {
    return watch.bestStep().isPresent();
  }

  /** Puts the best parameters in the place of the last ones. */
  public void keep() {
    if (keepsBest()) {
      Found best = checkpoints.best();
      assign(stepper.parameters(), best);
      log.metric(step, tokens, "validation", "kept_step", (double) best.about().step(), "steps");
    }
  }

  /** Optimizer steps done. */
  public long step() {
    return step;
  }

  /** Tokens trained on, those of the run that this one goes on from included. */
  public long tokens() {
    return tokens;
  }

  /** Tokens that this run itself trained on. */
  public long ownTokens() {
    return tokens - inherited;
  }

  /** What measuring on held-out data took. */
  public double scoringFlops() {
    return scoringFlops;
  }

  /** Seconds inside optimizer steps so far, without data, logs, validation and checkpoints. */
  public double stepSeconds() {
    return stepping / 1e9;
  }

  /** The run's tables, for what is measured when training is over. */
  public TrainingLog log() {
    return log;
  }

  private boolean due(int every) {
    return step == training.steps() || (every > 0 && step % every == 0);
  }

  private void logStep(double lr, Stopwatch clock) {
    checkFinite();
    double steps = step - since;
    since = step;
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
    job.batches()
        .taken(step)
        .forEach(
            (name, taken) ->
                log.metric(step, tokens, "train", "data." + name + ".tokens", taken, "tokens"));
    double rate = clock.rate();
    log.timing("train", step, clock.seconds(), OptionalDouble.of(rate));
    clock.restart();
    log.flush();
    note = "loss %.3f, %,.0f tokens/s".formatted(loss, rate);
    watch
        .loss(loss)
        .ifPresent(
            wrong -> {
              throw diverged(step, wrong);
            });
  }

  /** Validation loss and probe, where they are due; nothing is logged of half a measurement. */
  private void measure(Stopwatch clock) {
    boolean validate = job.validation().isPresent() && due(training.validateEvery());
    boolean probe =
        job.probe().isPresent() && due(training.watching().evaluate().orElseThrow().every());
    if (!validate && !probe) {
      return;
    }
    checkFinite();
    Stopwatch own = clock.pause();
    Map<String, Double> found = new LinkedHashMap<>();
    if (validate) {
      Validation validation = job.validation().get();
      double nats = validation.measure(job.trainee().decoder());
      found.put("loss", nats);
      found.put("bits_per_byte", validation.bitsPerByte(nats));
    }
    double flops = validate ? job.validation().get().flops(job.trainee().decoder()) : 0;
    try {
      if (probe) {
        Probe.Reading reading = job.probe().get().read(context.stop());
        found.putAll(reading.metrics());
        flops += reading.flops();
      }
      pending = false;
    } catch (StoppedException e) {
      pending = true;
      clock.resume(own);
      return;
    }
    found.forEach((name, value) -> log.metric(step, tokens, "validation", name, value, unit(name)));
    scoringFlops += flops;
    if (watch.measured(step, found)) {
      checkpoints.saveBest(about(Map.of()), stepper.parameters(), engine);
    }
    log.timing("validate", step, own.seconds(), OptionalDouble.empty());
    log.flush();
    clock.resume(own);
  }

  private static String unit(String metric) {
    return metric.equals("loss") ? "nats/token" : Probe.Reading.unit(metric);
  }

  private void saveOrStop(Stopwatch clock) {
    Optional<StoppedException.Cause> asked = finished() ? Optional.empty() : context.stop().asked();
    int every = training.checkpointEvery();
    boolean due = every > 0 && !pending && (finished() || step % every == 0);
    if (asked.isEmpty() && !due) {
      return;
    }
    Stopwatch own = clock.pause();
    save();
    clock.resume(own);
    if (asked.isPresent()) {
      throw new StoppedException(
          asked.get(),
          "stopped after step %d of %d with a checkpoint; run the same command again to go on"
              .formatted(step, training.steps()));
    }
  }

  private void save() {
    checkFinite();
    checkpoints.save(about(log.sync()), finished(), stepper.state(), engine);
  }

  private Checkpoint about(Map<String, Long> rows) {
    SortedMap<String, Double> memory = watch.state();
    memory.put(INHERITED, (double) inherited);
    memory.put(SINCE, (double) since);
    memory.put(SCORING, scoringFlops);
    memory.put(PENDING, pending ? 1.0 : 0.0);
    return new Checkpoint(
        Checkpoint.FORMAT,
        step,
        tokens,
        new TreeMap<>(rows),
        gauges.terms(),
        memory,
        new TreeMap<>());
  }

  private void resume(Found found) {
    restore(found);
    SortedMap<String, Double> memory = found.about().watch();
    gauges.terms(found.about().sums());
    inherited = memory.getOrDefault(INHERITED, 0.0).longValue();
    since = memory.getOrDefault(SINCE, 0.0).longValue();
    scoringFlops = memory.getOrDefault(SCORING, 0.0);
    pending = memory.getOrDefault(PENDING, 0.0) != 0;
    memory.keySet().removeAll(List.of(INHERITED, SINCE, SCORING, PENDING));
    watch.restore(memory);
    context.progress().say("going on after step %d of %d".formatted(step, training.steps()));
  }

  /** The first attempt: from the start, or from a step of another run. */
  private void begin() {
    training
        .continueFrom()
        .ifPresent(
            from -> {
              restore(checkpoints(from.path()).at(from.step()));
              inherited = tokens;
              since = step;
              context.progress().say("going on from " + from);
            });
  }

  private void restore(Found found) {
    assign(stepper.state(), found);
    step = found.about().step();
    tokens = found.about().tokens();
  }

  private void assign(SortedMap<String, NDArray> state, Found found) {
    try (NDManager scope = engine.scope()) {
      SortedMap<String, NDArray> saved = TensorFile.read(scope, found.tensors(), engine);
      if (!shapes(saved).equals(shapes(state))) {
        throw new InputException(
            found.path()
                + " is of another model or optimizer; take a run of the same, or delete the run's"
                + " directory to start it over");
      }
      saved.forEach((name, values) -> engine.kernels().run("assign", state.get(name), values));
    }
  }

  private static Map<String, Shape> shapes(SortedMap<String, NDArray> tensors) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.getShape()));
    return shapes;
  }

  private void checkFinite() {
    if (gauges.broken()) {
      throw diverged(
          gauges.since(), "the gradient's norm is not finite, and the step was not taken");
    }
  }

  private DivergedException diverged(long at, String why) {
    String last =
        checkpoints
            .newest(context.progress()::say)
            .map(found -> "the last good checkpoint is " + found.path())
            .orElse("there is no checkpoint before it");
    return new DivergedException(
        "step %d: %s; %s; try a lower lr than %s or more warm-up"
            .formatted(at, why, last, training.lr()));
  }

  @Override
  public void close() {
    log.close();
    stepper.close();
    gauges.close();
  }
}
