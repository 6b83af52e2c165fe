package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.data.items.JsonlItems;
import bantam.data.perturb.Perturbations;
import bantam.recipes.Catalogues;
import bantam.recipes.Choice;
import bantam.recipes.Compat;
import bantam.recipes.Evaluate;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Limit;
import bantam.recipes.Prompting;
import bantam.recipes.RecipeException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Scoring;
import bantam.recipes.StoppedException;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations that ask questions in other ways, too. */
class PerturbedTest {
  @TempDir static Path shared;
  @TempDir Path runs;

  private static Path model;
  private static Task task;

  @BeforeAll
  static void write() throws IOException {
    model = Tiny.model(shared.resolve("tiny"), Dtype.F32, 24, 24);
    Path items = shared.resolve("items.jsonl");
    Files.writeString(
        items,
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    "{\"query\": \"The old cat %d,\", \"choices\": [\"ran\", \"sat by\"],"
                            .formatted(i)
                        + " \"gold\": %d}\n".formatted(i % 2))
            .collect(Collectors.joining()));
    JsonlItems.Options options =
        new JsonlItems.Options(new Input.File(items), "query", "choices", "gold", Optional.empty());
    task = SomeTasks.of("cats", 2, new Choice("jsonl", options), "");
  }

  private static List<Choice> changes(String... words) {
    return new RecipeReader(new Catalogues(List.of(Perturbations.ALL)), Optional.empty())
        .perturbations("--perturb", List.of(words));
  }

  private static Evaluate recipe(int limit, List<Choice> changes) {
    return new Evaluate(
        Shared.common("changed"),
        new Input.File(model),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(task),
        List.of(),
        new Prompting(Optional.empty(), false, Compat.SINCE_0_4_10, changes),
        Limit.first(limit),
        Map.of(),
        0,
        new Scoring(256));
  }

  private List<Row.Sample> samples(String id, Evaluate recipe) throws IOException {
    Path directory = Files.createDirectories(runs.resolve(id));
    RunContext context = new RunContext("changed", directory, Progress.silent(), new StopSignal());
    new EvaluateRunner().run(recipe, context);
    return TableReader.read(directory, Row.Sample.class);
  }

  private List<Row.Score> scores(String id) {
    return TableReader.read(runs.resolve(id), Row.Score.class);
  }

  private static List<Row.Sample> with(List<Row.Sample> rows, Optional<String> change) {
    return rows.stream().filter(row -> row.perturbation().equals(change)).toList();
  }

  /** What is asked plainly is scored as without changes, and stands before them. */
  @Test
  void addsToWhatIsThere() throws IOException {
    List<Row.Sample> plain = samples("plain", recipe(0, List.of()));
    List<Row.Sample> all = samples("all", recipe(0, changes("{use: typos, rate: 0.3}", "spaces")));
    assertThat(all).hasSize(3 * plain.size());
    for (int i = 0; i < plain.size(); i++) {
      assertThat(all.get(i).logLikelihood()).isCloseTo(plain.get(i).logLikelihood(), within(1e-4));
      assertThat(all.get(i).promptHash()).isEqualTo(plain.get(i).promptHash());
    }
    List<Row.Sample> typed = with(all, Optional.of("typos-0.3"));
    assertThat(typed).extracting(Row.Sample::item).isEqualTo(ids(plain));
    assertThat(typed).extracting(Row.Sample::docHash).isEqualTo(hashes(plain));
    assertThat(typed).extracting(Row.Sample::targetHash).isEqualTo(targets(plain));
    assertThat(typed)
        .extracting(Row.Sample::promptHash)
        .doesNotContainAnyElementsOf(plain.stream().map(Row.Sample::promptHash).toList());
    assertThat(scores("all"))
        .extracting(row -> row.subset() + " " + row.metric())
        .containsExactly(
            "all acc",
            "all acc_norm",
            "typos-0.3 acc",
            "typos-0.3 acc_norm",
            "typos-0.3 acc_robustness",
            "typos-0.3 acc_norm_robustness",
            "spaces acc",
            "spaces acc_norm",
            "spaces acc_robustness",
            "spaces acc_norm_robustness");
    assertThat(scores("all").get(4).value())
        .isCloseTo(scores("all").get(2).value() / scores("all").get(0).value(), within(1e-12));
    // the same again from the samples alone
    Evaluate recipe = recipe(0, List.of());
    assertThat(
            RunScores.of(
                "changed",
                recipe,
                Evaluated.byTask(all, Optional.empty()),
                Evaluated.changed(all),
                List.of(),
                recipe.bootstrap()))
        .isEqualTo(scores("all"));
  }

  private static List<String> ids(List<Row.Sample> rows) {
    return rows.stream().map(Row.Sample::item).toList();
  }

  private static List<String> hashes(List<Row.Sample> rows) {
    return rows.stream().map(Row.Sample::docHash).toList();
  }

  private static List<String> targets(List<Row.Sample> rows) {
    return rows.stream().map(Row.Sample::targetHash).toList();
  }

  /** Which other items are asked changes no question. */
  @Test
  void changesEachItemByItself() throws IOException {
    List<Choice> typos = changes("{use: typos, rate: 0.3}");
    List<Row.Sample> few = with(samples("few", recipe(5, typos)), Optional.of("typos-0.3"));
    List<Row.Sample> all = with(samples("all", recipe(0, typos)), Optional.of("typos-0.3"));
    assertThat(few)
        .extracting(Row.Sample::promptHash)
        .isEqualTo(all.subList(0, 10).stream().map(Row.Sample::promptHash).toList());
  }

  @Test
  void nothingIsLostWhereNothingChanges() throws IOException {
    List<Row.Sample> rows = samples("zero", recipe(0, changes("{use: typos, rate: 0}")));
    assertThat(with(rows, Optional.of("typos-0.0")))
        .extracting(row -> row.withPerturbation(Optional.empty()))
        .isEqualTo(with(rows, Optional.empty()));
    Row.Score robustness = scores("zero").get(4);
    assertThat(robustness.metric()).isEqualTo("acc_robustness");
    assertThat(robustness.value()).isEqualTo(1);
    assertThat(robustness.stderr()).hasValue(0);
  }

  @Test
  void goesOnWhereItWasStopped() throws IOException {
    Evaluate recipe = recipe(0, changes("typos", "upper-case", "distractor"));
    samples("whole", recipe);
    Path directory = Files.createDirectories(runs.resolve("parts"));
    int stops = 0;
    for (boolean done = false; !done; ) {
      StopSignal stop = new StopSignal();
      RunContext attempt =
          new RunContext("changed", directory, new EvaluateTest.StopAtFirstScores(stop), stop);
      try {
        new EvaluateRunner().run(recipe, attempt);
        done = true;
      } catch (StoppedException e) {
        stops++;
      }
    }
    assertThat(stops).isGreaterThan(3);
    for (String table : List.of("samples.arrow", "scores.arrow")) {
      assertThat(directory.resolve(table))
          .hasSameBinaryContentAs(runs.resolve("whole").resolve(table));
    }
  }

  @Test
  void refusesWhatItCannotChange() {
    assertThatThrownBy(() -> samples("shuffled", recipe(0, changes("shuffled-options"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("task cats: perturb: shuffled-options is for tasks");
    assertThatThrownBy(() -> samples("twice", recipe(0, changes("typos", "typos"))))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("perturb: typos stands there twice");
  }

  private static Row.Sample answer(int item, int choice, boolean likelier) {
    return new Row.Sample(
        "r",
        "cats",
        Integer.toString(item),
        "",
        Optional.empty(),
        "",
        "",
        choice,
        likelier ? -1 : -2,
        false,
        1,
        1,
        1,
        1,
        1,
        Optional.empty(),
        Optional.of("0"),
        Optional.of(choice == 0));
  }

  private static List<Answer> answers(boolean... right) {
    return IntStream.range(0, right.length)
        .mapToObj(i -> new Answer(List.of(answer(i, 0, right[i]), answer(i, 1, !right[i]))))
        .toList();
  }

  /**
   * By hand: of 1 1 1 1 0 right before, 1 1 0 1 0 are right after: 3/4. Residuals d = after - 3/4
   * before: 1/4 1/4 -3/4 1/4 0, whose squares sum to 12/16; the error is sqrt(12/16 · 5/4) / 4.
   */
  @Test
  void isARatioWithAPairedError() {
    List<Answer> before = answers(true, true, true, true, false);
    List<Answer> after = answers(true, true, false, true, false);
    List<Row.Score> rows =
        Robustness.scores("r", task, task.metrics().subList(0, 1), before, after);
    assertThat(rows).extracting(Row.Score::metric).containsExactly("acc_robustness");
    assertThat(rows.get(0).value()).isCloseTo(0.75, within(1e-12));
    assertThat(rows.get(0).stderr().orElseThrow())
        .isCloseTo(Math.sqrt(12.0 / 16 * 5 / 4) / 4, within(1e-12));
    assertThat(rows.get(0).n()).isEqualTo(5);
    // nothing can be lost of nothing
    assertThat(
            Robustness.scores(
                "r",
                task,
                task.metrics().subList(0, 1),
                answers(false, false),
                answers(true, true)))
        .isEmpty();
  }
}
