package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.DivergedException;
import bantam.recipes.InputException;
import bantam.recipes.Recipe;
import bantam.recipes.RecipeException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Source;
import bantam.recipes.StoppedException;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.results.files.Contents;
import bantam.results.runs.Provenance;
import bantam.results.runs.Provenance.Ancestor;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.pipeline.Experiments;
import bantam.runners.pipeline.Manners;
import bantam.runners.pipeline.Report;
import bantam.runners.pipeline.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training that is measured on the way, kept at its best, ended early, and gone on from. */
class WatchedTrainingTest {
  private static final String RECIPE =
      """
      kind: pretrain
      name: watched
      dtype: f32
      threads: 1
      model: {use: llama, hidden: 16, layers: 2, heads: 2, kv_heads: 1, ffn: 32}
      tokenizer: {use: bpe, vocab_size: 300}
      train: {use: world, domain: village, documents: 60}
      validation: {use: world, domain: village, documents: 10, split: validation}
      steps: 24
      batch_size: 4
      context: 32
      schedule: {use: constant}
      validate_every: 3
      log_every: 4
      checkpoint_every: 6
      checkpoint_keep: 9
      """;

  // so large that the loss soon rises again
  private static final String WILD = "lr=0.6";

  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(temp.resolve("watched.yaml"), RECIPE);
  }

  private Report run(Path runs, StopSignal stop, String... overrides) {
    Recipe recipe =
        new RecipeReader(AllCatalogues.all())
            .read(new Source.File(file), List.of(overrides))
            .recipe();
    Manners manners = new Manners(Duration.ZERO, List.of("test"), "test");
    return new Experiments(
            runs, new Contents(runs)::sha256, manners, Progress.silent(), stop, RunLog.none())
        .run(recipe);
  }

  private Report run(String... overrides) {
    return run(temp.resolve("runs"), new StopSignal(), overrides);
  }

  private static byte[] model(Report run, String place) throws IOException {
    return Files.readAllBytes(run.directory().resolve(place).resolve("model.safetensors"));
  }

  private static List<Row.Metric> measured(Report run, String metric) {
    return TableReader.read(run.directory(), Row.Metric.class).stream()
        .filter(row -> row.split().equals("validation") && row.metric().equals(metric))
        .toList();
  }

  private static final String MEASURE =
      "evaluate={every: 8, tasks: [world_facts], limit: 9, sets:"
          + " {sea: {use: world, domain: harbour, documents: 9, split: test}}}";

  @Test
  void measuresWhatAnEvaluationOfTheModelMeasures() throws IOException {
    Report trained = run(MEASURE);
    Path evaluation =
        Files.writeString(
            temp.resolve("scores.yaml"),
            """
            kind: evaluate
            name: scores
            dtype: f32
            threads: 1
            model: %s/model
            corpora: {sea: {use: world, domain: harbour, documents: 9, split: test}}
            tasks: [world_facts]
            limit: 9
            """
                .formatted(trained.directory()));
    file = evaluation;
    Report scored = run();
    for (Row.Score score : TableReader.read(scored.directory(), Row.Score.class)) {
      if (!score.metric().matches("tokens|bytes")) {
        List<Row.Metric> rows = measured(trained, score.task() + "." + score.metric());
        assertThat(rows.stream().map(Row.Metric::step)).containsExactly(8L, 16L, 24L);
        assertThat(rows.get(2).value()).isEqualTo(score.value());
      }
    }
    Provenance made = Provenance.read(trained.directory()).orElseThrow();
    assertThat(made.cost().scoringFlops().orElseThrow()).isPositive();
  }

  @Test
  void keepsTheBest() throws IOException {
    Report best = run(WILD, "steps=48", "keep=best by loss");
    List<Row.Metric> losses = measured(best, "loss");
    Row.Metric least =
        losses.stream().min(Comparator.comparingDouble(Row.Metric::value)).orElseThrow();
    assertThat(least.step()).as("the trial shows something").isLessThan(48);
    assertThat(measured(best, "kept_step").get(0).value()).isEqualTo((double) least.step());
    Report shorter = run(WILD, "steps=" + least.step());
    assertThat(model(best, "model")).isEqualTo(model(shorter, "model"));
    assertThat(model(best, "last")).isEqualTo(model(run(WILD, "steps=48"), "model"));
  }

  @Test
  void endsWhenNothingGetsBetterAndTheSameAfterAStop() throws IOException {
    String[] early = {WILD, "keep=best by loss", "stop={metric: loss, patience: 2}", "steps=60"};
    Report whole = run(early);
    List<Row.Metric> losses = measured(whole, "loss");
    Row.Metric least =
        losses.stream().min(Comparator.comparingDouble(Row.Metric::value)).orElseThrow();
    long last = losses.get(losses.size() - 1).step();
    assertThat(last).isEqualTo(least.step() + 6);
    assertThat(TableReader.read(whole.directory(), Row.Metric.class).stream())
        .anyMatch(row -> row.split().equals("train") && row.step() == last);

    Path others = temp.resolve("others");
    StopSignal now = new StopSignal();
    now.ask(StoppedException.Cause.AGAIN);
    // each attempt does one step
    for (int attempt = 1; attempt < last; attempt++) {
      assertThatThrownBy(() -> run(others, now, early)).isInstanceOf(StoppedException.class);
    }
    Report parts = run(others, new StopSignal(), early);
    for (String table : List.of("metrics.arrow", "model/model.safetensors", "last/config.json")) {
      assertThat(Files.readAllBytes(parts.directory().resolve(table)))
          .as(table)
          .isEqualTo(Files.readAllBytes(whole.directory().resolve(table)));
    }
    assertThat(checkpoints(parts)).isEqualTo(checkpoints(whole));
  }

  @Test
  void aStopInTheMiddleOfAMeasurementIsMadeUpFor() throws IOException {
    Report whole = run(MEASURE);
    Path others = temp.resolve("others");
    StopSignal now = new StopSignal();
    now.ask(StoppedException.Cause.AGAIN);
    for (int attempt = 0; attempt < 23 + 3; attempt++) {
      assertThatThrownBy(() -> run(others, now, MEASURE)).isInstanceOf(StoppedException.class);
    }
    Report parts = run(others, new StopSignal(), MEASURE);
    assertThat(Files.readAllBytes(parts.directory().resolve("metrics.arrow")))
        .isEqualTo(Files.readAllBytes(whole.directory().resolve("metrics.arrow")));
  }

  private static List<String> checkpoints(Report run) throws IOException {
    try (Stream<Path> all = Files.list(run.directory().resolve("checkpoints"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void goesOnFromAStepAsIfItHadNeverStopped() throws IOException {
    Report half = run("steps=12");
    Report rest = run("continue_from=watched@12");
    Report whole = run();
    assertThat(List.of(rest.id(), half.id())).doesNotContain(whole.id());
    assertThat(model(rest, "model")).isEqualTo(model(whole, "model"));
    Report branch = run("continue_from=" + whole.directory() + "@6", "steps=24");
    assertThat(branch.id()).isNotEqualTo(rest.id());
    assertThat(model(branch, "model")).isEqualTo(model(whole, "model"));
    Provenance made = Provenance.read(branch.directory()).orElseThrow();
    Provenance parent = Provenance.read(whole.directory()).orElseThrow();
    assertThat(made.cost().tokens()).hasValue(18 * 4 * 32);
    assertThat(made.lineage())
        .containsExactly(
            new Ancestor(whole.id() + "@6", 6 * 4 * 32, parent.cost().allFlops() * 6 / 24));
    assertThat(TableReader.read(branch.directory(), Row.Metric.class))
        .allMatch(row -> row.step() > 6)
        .anyMatch(row -> row.tokens() == 24 * 4 * 32);
  }

  @Test
  void aStageGoesOnFromAnEarlierOne() throws IOException {
    file =
        Files.writeString(
            temp.resolve("branches.yaml"),
            """
            kind: pipeline
            name: branches
            stages:
              stable: {extends: watched.yaml}
              decayed:
                extends: watched.yaml
                continue_from: ${stable.run}@18
                schedule: {use: wsd, decay: 6}
            """);
    Report report = run();
    List<Row.Stage> stages = TableReader.read(report.directory(), Row.Stage.class);
    Path decayed = report.directory().resolveSibling(stages.get(1).stageRun());
    Provenance made = Provenance.read(decayed).orElseThrow();
    assertThat(made.cost().tokens()).hasValue(6 * 4 * 32);
    assertThat(made.lineage().get(0).id()).isEqualTo(stages.get(0).stageRun() + "@18");
  }

  @Test
  void saysWhatCannotBeGoneOnFrom() {
    Report whole = run();
    assertThatThrownBy(() -> run("continue_from=" + whole.id() + "@7"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has no checkpoint of step 7; it has those of [6, 12, 18, 24]");
    assertThatThrownBy(() -> run("continue_from=nobody-12345678@6"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no run in " + temp.resolve("runs") + " is named 'nobody-12345678'");
    assertThatThrownBy(
            () -> run("continue_from=" + whole.id() + "@6", "model.hidden=32", "steps=25"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is of another model or optimizer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "groups=[{match: embed_tokens, freeze: true}] | embed_tokens",
        "groups=[{match: 'layers.*.mlp', lr_scale: 0}] | mlp",
      })
  void groupsLeaveParametersWhereTheyAre(String override, String part) throws IOException {
    Report moved = run("steps=3");
    Report held = run("steps=3", override);
    Report start = run("steps=1", "lr=0");
    for (String name : List.of("embed_tokens", "mlp", "self_attn")) {
      assertThat(Weights.of(held.directory(), name).equals(Weights.of(start.directory(), name)))
          .as(name)
          .isEqualTo(name.equals(part));
      assertThat(Weights.of(moved.directory(), name))
          .isNotEqualTo(Weights.of(start.directory(), name));
    }
  }

  @Test
  void aGroupThatNobodyIsInIsWrong() {
    assertThatThrownBy(() -> run("groups=[{match: rotary}]"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("no parameter that trains matches 'rotary'");
    assertThatThrownBy(() -> run("groups=[{match: '*', freeze: true}]"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("nothing is left to train");
  }

  @Test
  void aLossThatRisesForGoodEndsTheRun() {
    assertThatThrownBy(
            () -> run("lr=3", "log_every=1", "clip=0", "spike={factor: 1.2, patience: 2}"))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("above 1.2 times its running mean")
        .hasMessageContaining("for 2 rows");
  }
}
