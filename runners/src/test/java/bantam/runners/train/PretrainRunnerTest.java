package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.DivergedException;
import bantam.recipes.Pretrain;
import bantam.recipes.StoppedException;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Outcome;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a tiny model. */
class PretrainRunnerTest {
  static final String RECIPE =
      """
      kind: pretrain
      name: tiny
      device: cpu
      dtype: f32
      threads: 1
      seed: 3
      model: {use: llama, hidden: 16, layers: 2, heads: 2, kv_heads: 1, ffn: 24}
      tokenizer: {use: bpe, vocab_size: 300}
      train: {use: text, path: train.txt}
      validation: {use: text, path: held.txt}
      steps: 23
      batch_size: 4
      context: 24
      lr: 0.02
      schedule: {use: cosine, warmup: 3}
      validate_every: 10
      validate_batches: 2
      log_every: 5
      checkpoint_every: 6
      """;

  @TempDir private Path temporary;

  @BeforeEach
  void writeTexts() {
    Lab.text(temporary, "train.txt", 1, 200);
    Lab.text(temporary, "held.txt", 2, 40);
  }

  private Pretrain recipe(String... overrides) {
    return Lab.recipe(Pretrain.class, temporary, RECIPE, overrides);
  }

  private Outcome run(String directory, String... overrides) {
    RunContext context = Lab.context(temporary.resolve(directory), new StopSignal());
    return new PretrainRunner().run(recipe(overrides), context);
  }

  /** Stops when a run says that it has done so many steps. */
  private Outcome runUntil(String directory, int step, String... overrides) {
    StopSignal stop = new StopSignal();
    Progress asks = new Told(step, () -> stop.ask(StoppedException.Cause.INTERRUPTED));
    return new PretrainRunner()
        .run(recipe(overrides), Lab.context(temporary.resolve(directory), asks, stop));
  }

  /** Does something when so many steps are done. */
  record Told(int step, Runnable then) implements Progress {
    @Override
    public void begin(String what, long total, String unit) {}

    @Override
    public void at(long done, String note) {
      if (done == step) {
        then.run();
      }
    }

    @Override
    public void end(String note) {}

    @Override
    public void say(String line) {}
  }

  private byte[] bytes(String directory, String file) throws IOException {
    return Files.readAllBytes(temporary.resolve(directory).resolve(file));
  }

  private void assertSame(String one, String other) throws IOException {
    for (String file :
        List.of(
            "metrics.arrow",
            "model/model.safetensors",
            "model/tokenizer.json",
            "model/config.json")) {
      assertThat(bytes(one, file)).as(file).isEqualTo(bytes(other, file));
    }
  }

  private List<Double> values(String directory, String split, String metric) {
    return TableReader.read(temporary.resolve(directory), Row.Metric.class).stream()
        .filter(row -> row.split().equals(split) && row.metric().equals(metric))
        .map(Row.Metric::value)
        .toList();
  }

  @Test
  void learns() {
    Outcome outcome = run("a");
    List<Double> loss = values("a", "train", "loss");
    assertThat(loss).hasSize(5);
    assertThat(loss.get(0)).isBetween(4.0, 6.5); // ln 300 = 5.7
    assertThat(loss.get(4)).isLessThan(loss.get(0) - 1);
    assertThat(values("a", "validation", "loss")).hasSize(3);
    assertThat(values("a", "validation", "bits_per_byte").get(2)).isBetween(0.1, 4.0);
    assertThat(values("a", "train", "lr").get(4)).isEqualTo(0.002);
    assertThat(outcome.tokens()).isEqualTo(23L * 4 * 24);
    assertThat(outcome.trainable()).isEqualTo(outcome.parameters());
    assertThat(outcome.outputs()).containsKeys("model", "tokenizer");
  }

  @Test
  void givesTheSameBytesInAnotherDirectory() throws IOException {
    run("a");
    run("b");
    assertSame("a", "b");
  }

  @Test
  void goesOnWhereItWasStoppedAsIfItHadNotBeen() throws IOException {
    run("whole");
    for (int step : new int[] {8, 17}) {
      assertThatThrownBy(() -> runUntil("parts", step))
          .isInstanceOf(StoppedException.class)
          .hasMessageContaining("stopped after step " + step + " of 23");
    }
    assertThat(temporary.resolve("parts/model")).doesNotExist();
    run("parts");
    assertSame("whole", "parts");
  }

  @Test
  void goesOnAfterTheProcessDied() throws IOException, InterruptedException {
    run("whole");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRun.class.getName(),
                temporary.toString(),
                temporary.resolve("killed").toString(),
                "16")
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(9);
    assertThat(temporary.resolve("killed/checkpoints/step-00000012")).exists();
    run("killed");
    assertSame("whole", "killed");
  }

  @Test
  void passesOverADamagedCheckpoint() throws IOException {
    run("whole");
    assertThatThrownBy(() -> runUntil("parts", 14)).isInstanceOf(StoppedException.class);
    Path newest = temporary.resolve("parts/checkpoints/step-00000014/state.safetensors");
    byte[] state = Files.readAllBytes(newest);
    state[state.length / 2] ^= 1;
    Files.write(newest, state);
    run("parts");
    assertSame("whole", "parts");
  }

  @Test
  void keepsTheLastCheckpoints() throws IOException {
    run("a");
    try (var all = Files.list(temporary.resolve("a/checkpoints"))) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("step-00000018", "step-00000023", "tokenizer");
    }
  }

  @Test
  void stopsBeforeAStepThatWouldBreakTheModel() {
    assertThatThrownBy(() -> run("a", "lr=1e30", "clip=0", "schedule={use: constant}"))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the gradient's norm is not finite")
        .hasMessageContaining("there is no checkpoint before it");
    assertThat(temporary.resolve("a/model")).doesNotExist();
  }
}
