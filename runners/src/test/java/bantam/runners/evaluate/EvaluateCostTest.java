package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.data.items.JsonlItems;
import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.Input;
import bantam.recipes.Limit;
import bantam.recipes.Prompting;
import bantam.recipes.Scoring;
import bantam.results.Efficiency;
import bantam.results.TableReader;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole evaluation tells of its cost. */
class EvaluateCostTest {
  @TempDir Path folder;

  @Test
  void tellsWhatEachTaskCost() throws IOException {
    Path model = Tiny.model(folder.resolve("tiny"), Dtype.F32, 24, 24);
    Path items = folder.resolve("items.jsonl");
    Files.writeString(
        items,
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "{\"query\": \"the old cat %d\", \"choices\": [\"ran\", \"sat by\"], \"gold\": 0}\n"
                        .formatted(i))
            .collect(Collectors.joining()));
    JsonlItems.Options options =
        new JsonlItems.Options(new Input.File(items), "query", "choices", "gold", Optional.empty());
    Evaluate recipe =
        new Evaluate(
            Shared.common("costly"),
            new Input.File(model),
            Optional.empty(),
            Optional.empty(),
            Map.of("text", Tiny.corpus(folder)),
            List.of(SomeTasks.of("cats", 2, new Choice("jsonl", options), "")),
            List.of(),
            Prompting.PLAIN,
            Limit.NONE,
            Map.of(),
            0,
            new Scoring(256));
    Path run = Files.createDirectories(folder.resolve("costly"));
    new EvaluateRunner()
        .run(recipe, new RunContext("costly", run, Progress.silent(), new StopSignal()));
    List<Efficiency> rows = TableReader.read(run, Efficiency.class);
    assertThat(rows).extracting(Efficiency::task).containsExactly("text", "cats", "all");
    assertThat(rows).extracting(Efficiency::work).containsOnly(Meter.SCORING);
    assertThat(rows).extracting(Efficiency::firstPass).containsOnly(false);
    assertThat(rows.get(1).items()).isEqualTo(30);
    assertThat(rows.get(1).requests()).isEqualTo(60);
    assertThat(rows.get(0).seconds() + rows.get(1).seconds())
        .isCloseTo(rows.get(2).seconds(), within(1e-9));
    assertThat(rows).allMatch(row -> row.latencyMs() > 0 && row.tokensPerSecond() > 0);
    assertThat(rows.get(2).peakMemory().orElseThrow()).isGreaterThan(10_000_000);
  }
}
