package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.corpus.Part;
import bantam.data.corpus.TextCorpus;
import bantam.data.items.JsonlItems;
import bantam.recipes.Audit;
import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.Group;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Limit;
import bantam.recipes.Prompting;
import bantam.recipes.Scoring;
import bantam.recipes.Task;
import bantam.results.Row;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores on the items that an audit did not find in a training text. */
class AuditedTest {
  private static final String FOUND = "where did the old grey ship from the north go in spring";
  private static final String OTHER = "where did the small red boat from the south go in autumn";

  @TempDir Path folder;
  private Path model;
  private Task task;

  @BeforeEach
  void write() throws IOException {
    model = Tiny.model(folder.resolve("tiny"), Dtype.F32, 24, 24);
    Files.writeString(folder.resolve("text.txt"), "Once.\n\nThey asked " + FOUND + " home.\n");
    task = task(FOUND, OTHER, "Who");
  }

  private Task task(String... queries) throws IOException {
    StringBuilder items = new StringBuilder();
    for (String query : queries) {
      items.append(
          "{\"query\": \"%s\", \"choices\": [\"home\", \"south\"], \"gold\": 0}\n"
              .formatted(query));
    }
    Path file = Files.writeString(folder.resolve("ships.jsonl"), items);
    JsonlItems.Options options =
        new JsonlItems.Options(new Input.File(file), "query", "choices", "gold", Optional.empty());
    return SomeTasks.of("ships", 2, new Choice("jsonl", options), "");
  }

  private Path audit() throws IOException {
    Choice text =
        new Choice(
            "text",
            new TextCorpus.Options(
                new Input.File(folder.resolve("text.txt")), "blank-line", new Part(0, 1)));
    Path run = Files.createDirectories(folder.resolve("audit"));
    new AuditRunner()
        .run(
            new Audit(Shared.common("audit"), text, List.of(task), 12),
            new RunContext("audit", run, Progress.silent(), new StopSignal()));
    return run;
  }

  private Path evaluate(Task what, Path audit) throws IOException {
    Group group =
        new Group("all_ships", 1, "", List.of(what.name()), List.of("acc"), Group.Weight.ITEMS);
    Evaluate recipe =
        new Evaluate(
            Shared.common("evaluate"),
            new Input.File(model),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(what),
            List.of(group),
            Prompting.PLAIN,
            Limit.NONE,
            Map.of(),
            0,
            0,
            Evaluate.BOOTSTRAP,
            Optional.of(new Input.File(audit)),
            Optional.empty(),
            List.of(),
            new Scoring(256));
    Path run = Files.createDirectories(folder.resolve("run"));
    new EvaluateRunner()
        .run(recipe, new RunContext("run", run, Progress.silent(), new StopSignal()));
    return run;
  }

  @Test
  void marksItemsAndAddsScoresOnTheCleanOnes() throws IOException {
    Path run = evaluate(task, audit());
    List<Row.Sample> samples = TableReader.read(run, Row.Sample.class);
    assertThat(samples)
        .extracting(Row.Sample::contaminated)
        .containsExactly(
            Optional.of(true),
            Optional.of(true),
            Optional.of(false),
            Optional.of(false),
            Optional.empty(),
            Optional.empty());
    List<Row.Score> scores = TableReader.read(run, Row.Score.class);
    assertThat(scores)
        .extracting(
            score ->
                "%s %s %s %d".formatted(score.subset(), score.task(), score.metric(), score.n()))
        .containsExactly(
            "all ships acc 3",
            "all ships acc_norm 3",
            "all all_ships acc 3",
            "clean ships acc 1",
            "clean ships acc_norm 1",
            "clean all_ships acc 1");
    // the second item alone: its first choice is the right one
    double right = samples.get(2).logLikelihood() >= samples.get(3).logLikelihood() ? 1 : 0;
    assertThat(scores.get(3).value()).isEqualTo(right);
    assertThat(scores.get(5).value()).isEqualTo(right);
  }

  @Test
  void takesTheTableAsWellAsTheRun() throws IOException {
    Path run = evaluate(task, audit().resolve("overlaps.arrow"));
    assertThat(TableReader.read(run, Row.Score.class)).hasSize(6);
  }

  @Test
  void refusesAnAuditOfSomethingElse() throws IOException {
    Path audit = audit();
    assertThatThrownBy(() -> evaluate(task("Where", OTHER, "Who"), audit))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("looked at another item 0 of task ships");
    assertThatThrownBy(() -> evaluate(SomeTasks.of("cats", 2, task.items(), ""), audit))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("did not look at task cats");
    assertThatThrownBy(() -> evaluate(task, folder.resolve("tiny")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("audit: there is no overlaps.arrow in " + folder.resolve("tiny"));
  }
}
