package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bantam.results.Efficiency;
import bantam.results.Row;
import bantam.results.TableReader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations without a recipe file. */
class EvaluateTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private static Path shared(String name) {
    Path path = Path.of(System.getProperty("bantam.shared", "../shared"), name);
    assumeTrue(Files.exists(path), "no ../shared");
    return path;
  }

  private Cli evaluate(String model, String... more) {
    String[] words = {"evaluate", model, "--runs", folder.resolve("runs").toString(), "--quiet"};
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Cli.call(all);
  }

  /** Numbers of lm-evaluation-harness 4e7e0d47. */
  @Test
  void printsScoresAndSamplesForPrograms() throws IOException {
    JsonNode golden =
        JSON.readTree(shared("reference/golden/scoring/hellaswag.json").toFile()).get("items");
    String[] words = {
      "--tasks",
      "hellaswag,world_cause",
      "--items",
      "hellaswag=3-4,9",
      "--limit",
      "5",
      "--data",
      shared("data").toString(),
      "--format",
      "json",
      "--samples",
      "--efficiency"
    };
    Cli cli = evaluate(shared("reference/golden/stories260K").toString(), words);
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode found = JSON.readTree(cli.out());
    assertThat(found.get("scores").findValuesAsText("task"))
        .containsExactly("hellaswag", "hellaswag", "world_cause", "world_cause");
    assertThat(found.get("efficiency").findValuesAsText("task"))
        .containsExactly("hellaswag", "world_cause", "all");
    assertThat(found.get("scores").findValuesAsText("metric"))
        .containsExactly("acc", "acc_norm", "acc", "acc_norm");
    assertThat(found.get("scores").findValuesAsText("n")).containsExactly("3", "3", "5", "5");
    int[] places = {3, 4, 9};
    for (int i = 0; i < 12; i++) {
      JsonNode sample = found.get("samples").get(i);
      assertThat(sample.get("item").isInt()).isTrue();
      assertThat(sample.get("item").intValue()).isEqualTo(places[i / 4]);
      assertThat(sample.get("choice").intValue()).isEqualTo(i % 4);
      assertThat(sample.get("log_likelihood").doubleValue())
          .isCloseTo(
              golden.get(places[i / 4]).get("choices").get(i % 4).get("ll").doubleValue(),
              within(1e-3));
    }
    assertThat(evaluate(shared("reference/golden/stories260K").toString(), words).out())
        .as("done before")
        .isEqualTo(cli.out());
  }

  @Test
  void printsTheRecipeItStandsFor() throws IOException {
    Cli cli =
        evaluate("model/dir", "--tasks", "world_*", "--items", "world_order=7", "--print-recipe");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out())
        .startsWith("kind: evaluate\n")
        .contains("name: world_facts", "world_order");
    Path file = Files.writeString(folder.resolve("evaluate.yaml"), cli.out());
    assertThat(Cli.call("show", "recipe", file.toString(), "--resolved").out())
        .isEqualTo(cli.out());
  }

  @Test
  void writesTheNumberOfExamplesIntoTheRecipe() {
    Cli cli = evaluate("model/dir", "--tasks", "world_*", "--shots", "2", "--print-recipe");
    assertThat(cli.out()).contains("shots: 2\n", "count: 2\n");
    assertThat(evaluate("model/dir", "--tasks", "world_order", "--print-recipe").out())
        .contains("count: 0\n");
  }

  /** Each part in a run of its own, and their whole: the tables of the run that did all. */
  @Test
  void mergesShards() throws IOException {
    String model = shared("reference/golden/stories260K").toString();
    Path gained =
        Files.writeString(
            folder.resolve("gained.yaml"),
            "extends: piqa\nname: gained\nmetrics: [acc, acc_mutual_info]\n");
    String chosen = "--tasks world_cause,hellaswag," + gained + " --limit 20 --perturb typos";
    String[] words = (chosen + " --data " + shared("data")).split(" ");
    assertThat(evaluate(model, with(words, "--merge")).err())
        .contains("no run of a shard of this evaluation is done here");
    for (String shard : List.of("1/3", "3/3")) {
      Cli part = evaluate(model, with(words, "--shard", shard));
      assertThat(part.code()).as(part.err()).isZero();
    }
    Cli early = evaluate(model, with(words, "--merge"));
    assertThat(early.code()).isEqualTo(3);
    assertThat(early.err()).contains("no finished run of shard 2/3 is here");
    assertThat(evaluate(model, with(words, "--shard", "2/3")).code()).isZero();
    Cli merged = evaluate(model, with(words, "--merge"));
    assertThat(merged.code()).as(merged.err()).isZero();
    Path runs = folder.resolve("runs");
    Path whole = folder.resolve("whole");
    Path run;
    try (Stream<Path> all = Files.list(runs)) {
      run = all.filter(one -> scores(one) > 0).findFirst().orElseThrow();
    }
    assertThat(TableReader.read(run, Efficiency.class))
        .extracting(Efficiency::run)
        .doesNotContain(run.getFileName().toString())
        .satisfies(ids -> assertThat(Set.copyOf(ids)).hasSize(3));
    Path kept = Files.createDirectories(whole).resolve("samples.arrow");
    Path keptScores = whole.resolve("scores.arrow");
    Files.move(run.resolve("samples.arrow"), kept);
    Files.move(run.resolve("scores.arrow"), keptScores);
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    refusesShards(runs);
    Cli alone = evaluate(model, words);
    assertThat(alone.out()).isEqualTo(merged.out());
    assertThat(run.resolve("samples.arrow")).hasSameBinaryContentAs(kept);
    assertThat(run.resolve("scores.arrow")).hasSameBinaryContentAs(keptScores);
  }

  private static void refusesShards(Path runs) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      Path shard =
          all.filter(one -> Files.exists(one.resolve("samples.arrow"))).findAny().orElseThrow();
      Cli cli = Cli.call("score", shard.toString());
      assertThat(cli.code()).isEqualTo(3);
      assertThat(cli.err()).contains("of an evaluation; make the whole of all shards first");
    }
  }

  private static int scores(Path run) {
    return Files.exists(run.resolve("scores.arrow"))
        ? TableReader.read(run, Row.Score.class).size()
        : 0;
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void takesTasksByTag() {
    Cli cli = evaluate("models/m", "--tasks", "grammar", "--print-recipe");
    assertThat(cli.out().lines().filter(line -> line.contains("name: blimp_"))).hasSize(67);
    assertThat(cli.out()).contains("groups: []\n");
  }

  @Test
  void takesExamplesFromAFile() throws IOException {
    Path train = folder.resolve("train.jsonl");
    String given = "arc_easy=" + train;
    String[] words = {"--tasks", "arc_easy,piqa", "--shots-from", given, "--print-recipe"};
    Cli cli = evaluate("models/m", with(words, "--shots", "2"));
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out()).containsOnlyOnce("files: [" + train + "]").contains("leave_out: own\n");
    Path file = Files.writeString(folder.resolve("evaluate.yaml"), cli.out());
    assertThat(Cli.call("show", "recipe", file.toString(), "--resolved").out())
        .isEqualTo(cli.out());
    assertThat(evaluate("models/m", words).err())
        .contains("--shots-from is arc_easy; it must be one of the tasks, and have examples");
    assertThat(error(2, "--tasks", "piqa", "--shots", "1", "--shots-from", given))
        .contains("--shots-from is arc_easy; it must be one of the tasks");
    assertThat(error(2, "--tasks", "piqa", "--shots", "1", "--shots-from", "piqa=train.txt"))
        .contains("it must be a file whose name ends in .jsonl, .json, .csv, .parquet or .arrow");
  }

  @Test
  void saysWhatTheReferenceDoes() throws IOException {
    String[] words = {"--tasks", "piqa", "--compat", "lm-eval<0.4.10", "--bootstrap", "1000"};
    Cli cli = evaluate("models/m", with(words, "--print-recipe"));
    assertThat(cli.out()).contains("compat: \"lm-eval<0.4.10\"\n", "bootstrap: 1000\n");
    Path file = Files.writeString(folder.resolve("evaluate.yaml"), cli.out());
    assertThat(Cli.call("show", "recipe", file.toString(), "--resolved").out())
        .isEqualTo(cli.out());
    assertThat(error(2, "--tasks", "piqa", "--compat", "lm-eval"))
        .contains("--compat is 'lm-eval'; it must be one of lm-eval>=0.4.10, lm-eval<0.4.10");
    assertThat(error(2, "--tasks", "piqa", "--bootstrap", "1"))
        .contains("bootstrap is 1; it must be 0, or 2 or more");
  }

  @Test
  void takesGroups() throws IOException {
    Cli cli = evaluate("models/m", "--tasks", "blimp", "--print-recipe");
    assertThat(cli.out().lines().filter(line -> line.contains("- name: blimp_"))).hasSize(67);
    assertThat(cli.out()).contains("groups:\n  - name: blimp\n", "weight: tasks\n");
    Path file = Files.writeString(folder.resolve("evaluate.yaml"), cli.out());
    assertThat(Cli.call("show", "recipe", file.toString(), "--resolved").out())
        .isEqualTo(cli.out());
    assertThat(Cli.call("ls", "tasks").out()).contains("blimp").doesNotContain("blimp_");
    assertThat(Cli.call("ls", "tasks", "blimp").out().lines())
        .filteredOn(line -> line.startsWith("blimp_"))
        .hasSize(67);
    assertThat(Cli.call("show", "task", "blimp").out()).contains("# a group of 67 tasks");
    assertThat(Cli.call("show", "task", "blimp", "--perturb", "typos").err())
        .contains("--perturb is [typos]; it is for a task, and NAME is a group");
  }

  @Test
  void tellsWhatIsWrongInOneLine() {
    assertThat(error(2, "--tasks", "helaswag")).contains("'helaswag'; did you mean 'hellaswag'?");
    assertThat(error(2, "--tasks", "nothing_*")).contains("no shipped task matches 'nothing_*'");
    assertThat(error(2, "--tasks", "world_cause", "--items", "world_order=1"))
        .contains("items is about 'world_order'; it must be about one of the tasks: world_cause");
    assertThat(error(2, "--tasks", "world_cause", "--items", "world_cause=5-1"))
        .contains("must name places in ascending order");
    assertThat(error(2, "--tasks", "world_cause", "--samples")).contains("needs --format json");
    assertThat(error(2, "--tasks", "world_cause", "--shots", "-1"))
        .contains("--shots is -1; it must not be negative");
    assertThat(error(2, "--tasks", "world_cause", "--sample", "stratified"))
        .contains("--sample is stratified; it needs --limit to say how many");
    assertThat(error(2, "--tasks", "world_cause", "--limit", "5", "--sample", "random"))
        .contains("--sample is 'random'; it must be first or stratified");
    assertThat(error(2, "--tasks", "world_cause", "--shots", "few")).contains("--shots");
    assertThat(error(2, "--tasks", "world_cause", "--infini-gram-weight", "0.1"))
        .contains("--infini-gram-weight is 0.1; it needs --infini-gram with a text");
    assertThat(error(3, "--tasks", "world_cause", "--infini-gram", folder.toString()))
        .contains(folder + ": is a directory; name a file in it");
    assertThat(error(3, "--tasks", "piqa", "--data", folder.toString()))
        .contains("task piqa: there is no " + folder, "--data DIR or $BANTAM_DATA");
  }

  /** What the task says, and what its data say. */
  @Test
  void tellsWhatIsWrongWithATask() throws IOException {
    assertThat(wrong("metrics: [perplexity]", 2))
        .contains("t.yaml:6: metrics is perplexity; it must be left out: it is not measured where")
        .contains("output is multiple-choice");
    assertThat(wrong("metrics: [acc]", 0)).isEmpty();
    Files.writeString(folder.resolve("d.csv"), "q,a,b,gold\nwhy,x,,0\n");
    assertThat(wrong("metrics: [acc]", 3)).contains("d.csv:2: item 0 has an empty choice");
    Files.writeString(folder.resolve("d.csv"), "q,a,b,gold\nwhy,x,y,2\n");
    assertThat(wrong("metrics: [acc]", 3))
        .contains("d.csv:2: item 0 has gold '2'; it must be a whole number from 0 to 1");
    Files.writeString(folder.resolve("d.csv"), "p,a,b,gold\nwhy,x,y,2\n");
    assertThat(wrong("metrics: [acc]", 3)).contains("d.csv:2: '{{q}}' cannot be filled: there is");
    assertThat(wrong("shots: {count: 3}", 3)).contains("cannot be filled");
  }

  private String wrong(String keys, int code) throws IOException {
    Path data = folder.resolve("d.csv");
    if (!Files.exists(data)) {
      Files.writeString(data, "q,a,b,gold\nwhy,x,y,0\nhow,x,y,1\n");
    }
    Path task =
        Files.writeString(
            folder.resolve("t.yaml"),
            """
            name: t
            description: a test
            items:
              {use: records, data: {use: csv, files: [d.csv]}, prompt: '{{q}}',
               choices: ['{{a}}', '{{b}}'], gold: '{{gold}}'}
            """
                + keys);
    Cli cli = Cli.call("show", "task", task.toString());
    assertThat(cli.code()).as(cli.err()).isEqualTo(code);
    assertThat(cli.err().lines()).hasSizeLessThanOrEqualTo(1);
    return cli.err();
  }

  private String error(int code, String... words) {
    Cli cli = evaluate(folder.toString(), words);
    assertThat(cli.code()).as(cli.err()).isEqualTo(code);
    assertThat(cli.err().strip().lines()).hasSize(1);
    assertThat(cli.out()).isEmpty();
    return cli.err();
  }

  /** Those of the answer hang on how they are written; what is asked may be written otherwise. */
  @Test
  void changesNoRules() {
    assertThat(Cli.call("show", "task", "rules_sessions", "--perturb", "lower-case").out())
        .contains("it begins with \"RIGHT\"", "User: describe a market to me.\n");
    Cli exam = Cli.call("show", "task", "longins_8", "--perturb", "typos");
    assertThat(exam.code()).isEqualTo(3);
    assertThat(exam.err()).contains("task longins_8: perturb: nothing in its prompts may change");
  }

  @Test
  void showsTheFirstItemInTokens() {
    String model = shared("reference/golden/stories260K").toString();
    String data = shared("data").toString();
    Cli plain = Cli.call("show", "task", "winogrande", "--data", data);
    assertThat(plain.out())
        .contains("name: winogrande", "item 0 of 1,267", "choice 1, the right one")
        .contains("Maria so Sarah--> always got the easier cases.");
    Cli loud = Cli.call("show", "task", "winogrande", "--data", data, "--perturb", "upper-case");
    assertThat(loud.out())
        .contains("with upper-case", "MARIA SO SARAH--> always got the easier cases.");
    Cli tokens = Cli.call("show", "task", "hellaswag", "--data", data, "--tokenizer", model);
    assertThat(tokens.out()).contains("<s>|", " --> ");
    Cli behind = Cli.call("show", "task", "boolq", "--data", data, "--shots", "1");
    assertThat(behind.out()).containsPattern("Answer: (yes|no)\n\n.*\n.*\nAnswer:--> no");
    assertThat(Cli.call("show", "task", "piqa", "--data", folder.toString()).out())
        .contains("# there is no " + folder);
  }
}
