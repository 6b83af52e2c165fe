package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.Choice;
import bantam.recipes.Common;
import bantam.recipes.DivergedException;
import bantam.recipes.Memory;
import bantam.recipes.Training;
import bantam.recipes.Watching;
import bantam.results.runs.Machine;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop itself, over random tokens. */
class TrainerTest {
  private static final int VOCABULARY = 50;

  @TempDir private Path temporary;
  private Engine engine;
  private Decoder decoder;

  @BeforeEach
  void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
    decoder =
        Decoder.random(
            new Llama(16, 2, 2, 1, 24, 0, true, 10000, 64, 1e-5)
                .config(new Tokens(VOCABULARY, OptionalInt.empty(), List.of())),
            engine,
            7);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private static List<MicroBatch> random(long step) {
    long[] windows = new Random(step).longs(2 * 17, 0, VOCABULARY).toArray();
    return List.of(MicroBatch.of(2, 16, windows));
  }

  private Job job(int steps, int checkpointEvery) {
    Training training =
        new Training(
            Optional.of(new Choice("none", new None())),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            steps,
            2,
            0,
            16,
            new Choice("adamw", new AdamW.Options(List.of(0.9, 0.95), 1e-8, 0.1, List.of("norm"))),
            List.of(),
            0.001,
            new Choice("constant", new Constant.Options(0)),
            1,
            new Watching(Optional.empty(), "last", Optional.empty(), Optional.empty()),
            Optional.empty(),
            0,
            1,
            10,
            checkpointEvery,
            2,
            Memory.PLENTY);
    return new Job(
        Trainee.all(decoder),
        new CrossEntropy(),
        TrainerTest::random,
        Optional.empty(),
        Optional.empty(),
        training,
        3);
  }

  private record None() {}

  /** Does something after every step. */
  private record After(Step then) implements Progress {
    interface Step {
      void done(long step);
    }

    @Override
    public void begin(String what, long total, String unit) {}

    @Override
    public void at(long done, String note) {
      then.done(done);
    }

    @Override
    public void end(String note) {}

    @Override
    public void say(String line) {}
  }

  private void run(Job job, After.Step after) {
    RunContext context = Lab.context(temporary, new After(after), new StopSignal());
    try (Trainer trainer = Trainer.start(engine, job, context)) {
      trainer.run();
    }
  }

  @Test
  void memoryAndHandlesStayFlatOverAThousandSteps() {
    long[] resident = new long[2];
    int[] handles = new int[2];
    run(
        job(1000, 250),
        step -> {
          if (step == 200 || step == 1000) {
            System.gc();
            resident[step == 200 ? 0 : 1] = Machine.residentMemory().orElse(0);
            handles[step == 200 ? 0 : 1] = engine.handles();
          }
        });
    assertThat(handles[1]).isEqualTo(handles[0]);
    assertThat(resident[1] - resident[0]).isLessThan(20L << 20);
  }

  @Test
  void divergenceNamesTheLastGoodCheckpoint() {
    assertThatThrownBy(() -> run(job(40, 5), this::breakAt17))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("step 18: ")
        .hasMessageContaining("the last good checkpoint is " + temporary)
        .hasMessageContaining("step-00000015; try a lower lr than 0.001");
  }

  private void breakAt17(long step) {
    if (step == 17) {
      NDArray norm = decoder.weights().get("model.norm.weight");
      try (NDManager scope = engine.scope()) {
        NDArray broken = scope.ones(norm.getShape()).mul(Float.NaN);
        engine.kernels().run("assign", norm, broken);
      }
    }
  }
}
