package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.filter.Filters;
import bantam.data.items.Items;
import bantam.data.prepare.Preparations;
import bantam.data.records.Records;
import bantam.recipes.Catalogues;
import bantam.recipes.Evaluate;
import bantam.recipes.Input;
import bantam.recipes.Limit;
import bantam.recipes.Prompting;
import bantam.recipes.RecipeReader;
import bantam.recipes.Scoring;
import bantam.recipes.StoppedException;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Outcome;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole evaluation of written answers, by a model that knows nothing. */
class WrittenEvaluateTest {
  @TempDir static Path shared;
  @TempDir Path runs;

  private static Path model;
  private static Task task;

  @BeforeAll
  static void write() throws IOException {
    model = Tiny.model(shared.resolve("tiny"), Dtype.F32, 24, 24);
    Files.writeString(
        shared.resolve("d.jsonl"),
        IntStream.range(0, 30)
            .mapToObj(i -> "{\"q\": \"the old cat %d\", \"a\": [\"ran\", \"sat\"]}\n".formatted(i))
            .collect(Collectors.joining()));
    Path file =
        Files.writeString(
            shared.resolve("cats.yaml"),
            """
            name: cats
            description: a test
            output: generate-until
            generation: {until: [.], max_tokens: 6, temperature: 1, repeats: 3}
            items: {use: records, data: {use: jsonl, files: [d.jsonl]}, prompt: '{{q}}', target: '{{a}}'}
            metrics: [exact_match]
            """);
    Catalogues catalogues =
        new Catalogues(List.of(Items.ALL, Records.ALL, Preparations.ALL, Filters.ALL, Metrics.ALL));
    task = new RecipeReader(catalogues, Optional.of(shared)).task(file.toString());
  }

  @Test
  void keepsEveryAnswerWithAllRightOnes() throws IOException {
    Outcome outcome = run("whole", Progress.silent(), new StopSignal());
    List<Row.Sample> samples = TableReader.read(runs.resolve("whole"), Row.Sample.class);
    assertThat(samples).hasSize(90);
    assertThat(samples).extracting(Row.Sample::choice).startsWith(0, 1, 2, 0);
    assertThat(samples.get(4).target()).contains("ran");
    assertThat(samples.get(4).alternatives()).containsExactly("sat");
    assertThat(outcome.tokens()).isEqualTo(samples.stream().mapToLong(Row.Sample::tokens).sum());
    List<Row.Score> scores = TableReader.read(runs.resolve("whole"), Row.Score.class);
    assertThat(scores)
        .extracting(score -> score.filter() + " " + score.metric() + " " + score.n())
        .containsExactly("none exact_match 30");
  }

  @Test
  void goesOnWithTheBatchThatItWasAt() throws IOException {
    run("whole", Progress.silent(), new StopSignal());
    StopSignal stop = new StopSignal();
    Path directory = Files.createDirectories(runs.resolve("parts"));
    RunContext first = new RunContext("whole", directory, new StopAtFirst(stop), stop);
    assertThatThrownBy(() -> new EvaluateRunner().run(recipe(), first))
        .isInstanceOf(StoppedException.class);
    assertThat(TableReader.read(directory, Row.Sample.class)).hasSize(64);
    new EvaluateRunner()
        .run(recipe(), new RunContext("whole", directory, Progress.silent(), new StopSignal()));
    for (String table : List.of("samples.arrow", "scores.arrow")) {
      assertThat(directory.resolve(table))
          .hasSameBinaryContentAs(runs.resolve("whole").resolve(table));
    }
  }

  private Outcome run(String id, Progress progress, StopSignal stop) throws IOException {
    Path directory = Files.createDirectories(runs.resolve(id));
    return new EvaluateRunner().run(recipe(), new RunContext(id, directory, progress, stop));
  }

  private static Evaluate recipe() {
    return new Evaluate(
        Shared.common("evaluate"),
        new Input.File(model),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(task),
        List.of(),
        Prompting.PLAIN,
        Limit.NONE,
        Map.of(),
        0,
        new Scoring(8192));
  }

  /** Asks for a stop when the first batch is done. */
  private record StopAtFirst(StopSignal stop) implements Progress {
    @Override
    public void begin(String what, long total, String unit) {}

    @Override
    public void at(long done, String note) {
      stop.ask(StoppedException.Cause.AGAIN);
    }

    @Override
    public void end(String note) {}

    @Override
    public void say(String line) {}
  }
}
