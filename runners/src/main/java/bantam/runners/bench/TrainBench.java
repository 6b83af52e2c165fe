package bantam.runners.bench;

import ai.djl.ndarray.NDArray;
import bantam.data.pack.Tokenized;
import bantam.data.pack.Windows;
import bantam.recipes.Common;
import bantam.recipes.Distill;
import bantam.recipes.Lora;
import bantam.recipes.Pretrain;
import bantam.recipes.Recipe;
import bantam.recipes.Training;
import bantam.results.runs.Machine;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.adapt.Adapter;
import bantam.runners.adapt.Adapters;
import bantam.runners.distill.DistillLosses;
import bantam.runners.distill.Imitation;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.Parameters;
import bantam.runners.plan.Footprint;
import bantam.runners.plan.Plan;
import bantam.runners.train.BatchSource;
import bantam.runners.train.CrossEntropy;
import bantam.runners.train.Job;
import bantam.runners.train.Objective;
import bantam.runners.train.Trainee;
import bantam.runners.train.Trainer;
import bantam.runners.train.WindowBatches;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;

/**
 * Trains a model of random weights on random tokens by the trainer that runs use, and measures how
 * fast and in how much memory. Between the steps the machine's matrix products are timed, so that
 * the ratio of the two means something on a busy machine.
 *
 * <p>Operations of a token, with N the parameters that multiply (the head once, the embedding's
 * lookup never): 6N in full training; 4N + 6 per adapter parameter with a frozen model; 6N and 2N
 * of the teacher in distillation; and attention over the whole context beside them.
 */
public final class TrainBench {
  private static final int WARM_UP = 2;

  private final Engine engine;
  private final BenchShape shape;
  private final Training training;
  private final Path directory;
  private final Footprint plan;
  private Optional<Decoder> teacher = Optional.empty();
  private double teacherSeconds = Double.MAX_VALUE;

  private TrainBench(
      Engine engine, BenchShape shape, Training training, Path directory, Footprint plan) {
    this.engine = engine;
    this.shape = shape;
    this.training = training;
    this.directory = directory;
    this.plan = plan;
  }

  /**
   * @param recipe of {@link BenchShape#recipe}
   * @param directory for the tables of the run
   */
  public static Measured measure(BenchShape shape, BenchMode mode, Recipe recipe, Path directory) {
    Common common = recipe.common();
    Footprint plan = Plan.of(recipe).get(0).peak().orElseThrow();
    try (Engine engine = Engine.start(common)) {
      if (recipe instanceof Lora lora) {
        return new TrainBench(engine, shape, lora.training(), directory, plan).lora(mode, lora);
      }
      if (recipe instanceof Distill distill) {
        return new TrainBench(engine, shape, distill.training(), directory, plan)
            .distill(mode, distill);
      }
      Pretrain full = (Pretrain) recipe;
      return new TrainBench(engine, shape, full.training(), directory, plan).full(mode);
    }
  }

  private Measured full(BenchMode mode) {
    Decoder decoder = Decoder.random(shape.studentConfig(), engine, 1);
    return time(mode, Trainee.all(decoder), new CrossEntropy(), 3 * forward(decoder));
  }

  private Measured lora(BenchMode mode, Lora recipe) {
    Decoder decoder = Decoder.random(shape.studentConfig(), engine, 1);
    Adapter adapter = Adapters.ALL.make(recipe.adapter());
    SortedMap<String, NDArray> parameters = adapter.attach(decoder, 1);
    decoder.freeze();
    Trainee trainee = new Trainee(decoder, parameters, adapter.dropout());
    return time(mode, trainee, new CrossEntropy(), 2 * forward(decoder) + 6.0 * trainee.size());
  }

  private Measured distill(BenchMode mode, Distill recipe) {
    Decoder decoder = Decoder.random(shape.studentConfig(), engine, 1);
    Decoder guide = Decoder.random(shape.teacherConfig(), engine, 2);
    guide.freeze();
    teacher = Optional.of(guide);
    Objective imitation = new Imitation(guide, DistillLosses.ALL.make(recipe.loss()), recipe.mix());
    double flops = 3 * forward(decoder) + forward(guide);
    return time(mode, Trainee.all(decoder), imitation, flops);
  }

  private double forward(Decoder decoder) {
    return Parameters.forwardFlops(decoder.config(), shape.context());
  }

  private Measured time(BenchMode mode, Trainee trainee, Objective objective, double flops) {
    try (MatmulRate f32 = new MatmulRate(engine, Dtype.F32);
        MatmulRate bf16 = new MatmulRate(engine, Dtype.BF16);
        MatmulRate own = new MatmulRate(engine, engine.dtype())) {
      for (int i = 0; i < 5; i++) {
        f32.sample();
        bf16.sample();
      }
      int rows = Math.min(1024, shape.rows() * shape.context());
      double ofModel = MatmulRate.ofModel(engine, shape.studentConfig(), rows, engine.dtype());
      Pacer pacer =
          new Pacer(
              () -> {
                own.sample();
                own.sample();
                teacher.ifPresent(this::read);
              });
      double stepping = train(trainee, objective, pacer);
      List<Double> steps = pacer.seconds();
      double all = steps.stream().mapToDouble(Double::doubleValue).sum();
      List<Double> sorted =
          steps.subList(Math.min(WARM_UP, steps.size() - 1), steps.size()).stream()
              .sorted()
              .toList();
      double best = sorted.get(0);
      long tokens = (long) shape.rows() * shape.context();
      return new Measured(
          shape.name(),
          engine.dtype().name().toLowerCase(java.util.Locale.ROOT),
          mode.name().toLowerCase(java.util.Locale.ROOT),
          Parameters.count(shape.studentConfig()),
          tokens,
          1e3 * best,
          1e3 * sorted.get(sorted.size() / 2),
          teacher.isEmpty() ? 0 : 1e3 * teacherSeconds,
          flops * tokens / best / 1e9,
          own.gflops(),
          f32.gflops(),
          bf16.gflops(),
          ofModel,
          1 - stepping / all,
          Machine.peakMemory().orElse(0),
          plan.bytes(),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
  }

  private double train(Trainee trainee, Objective objective, Pacer pacer) {
    BatchSource batches = new WindowBatches(windows(), 1, training.batchSize(), training.rows());
    Job job = new Job(trainee, objective, batches, Optional.empty(), Optional.empty(), training, 1);
    RunContext context = new RunContext("bench", directory, pacer, new StopSignal());
    try (Trainer trainer = Trainer.start(engine, job, context)) {
      trainer.run();
      return trainer.stepSeconds();
    }
  }

  private void read(Decoder model) {
    long start = System.nanoTime();
    TeacherPass.run(model, shape.rows(), shape.context());
    teacherSeconds = Math.min(teacherSeconds, (System.nanoTime() - start) / 1e9);
  }

  private Windows windows() {
    int tokens = 64 * shape.rows() * shape.context();
    int[] random = new Random(1).ints(tokens, 0, shape.vocabulary()).toArray();
    return Windows.of(Tokenized.of(random), shape.context(), false);
  }
}
