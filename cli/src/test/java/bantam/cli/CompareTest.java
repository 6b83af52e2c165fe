package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two small models, evaluated and compared. */
class CompareTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;

  private static String first;
  private static String second;
  private static String shorter;
  private static final List<Path> MODELS = new ArrayList<>();

  @BeforeAll
  static void evaluate() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("small.yaml"),
            """
            kind: pretrain
            name: small
            dtype: f32
            threads: 1
            model: {use: llama, hidden: 16, layers: 2, heads: 2, kv_heads: 1, ffn: 32}
            tokenizer: {use: bpe, vocab_size: 300}
            train: {use: world, domain: village, documents: 60}
            steps: 4
            batch_size: 4
            context: 64
            """);
    first = evaluated(recipe, 1, 30);
    second = evaluated(recipe, 2, 30);
    shorter = evaluated(recipe, 2, 20);
  }

  private static String evaluated(Path recipe, int seed, int limit) throws IOException {
    Cli trained = bantam("run", recipe.toString(), "--set", "seed=" + seed, "--quiet");
    assertThat(trained.code()).as(trained.err()).isZero();
    Path model = newest("small-").resolve("model");
    MODELS.add(model);
    List<Path> before = runs("evaluate-");
    Cli cli =
        bantam(
            "evaluate",
            model.toString(),
            "--tasks",
            "world_cause,world_order",
            "--limit",
            Integer.toString(limit),
            "--quiet");
    assertThat(cli.code()).as(cli.err()).isZero();
    List<Path> after = new ArrayList<>(runs("evaluate-"));
    after.removeAll(before);
    return after.get(0).getFileName().toString();
  }

  private static Path newest(String start) throws IOException {
    return runs(start).stream()
        .max(Comparator.comparing(run -> run.resolve("recipe.yaml").toFile().lastModified()))
        .orElseThrow();
  }

  private static List<Path> runs(String start) throws IOException {
    try (Stream<Path> runs = Files.list(Files.createDirectories(folder.resolve("runs")))) {
      return runs.filter(run -> run.getFileName().toString().startsWith(start)).toList();
    }
  }

  private static Cli bantam(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--runs", folder.resolve("runs").toString()));
    return Cli.call(all.toArray(String[]::new));
  }

  @Test
  void comparesTwoRuns() throws IOException {
    Cli cli = bantam("compare", first, second, "--format", "json", "--resamples", "200");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode rows = JSON.readTree(cli.out());
    assertThat(rows.findValuesAsText("task"))
        .containsExactly("world_cause", "world_order", "all", "world_cause", "world_order", "all");
    for (JsonNode row : rows) {
      assertThat(row.get("difference").doubleValue())
          .isEqualTo(row.get("b").doubleValue() - row.get("a").doubleValue());
      long moved = row.get("gained").longValue() - row.get("lost").longValue();
      assertThat(moved)
          .isEqualTo(Math.round(row.get("difference").doubleValue() * row.get("n").longValue()));
      assertThat(row.get("p_method").textValue()).isEqualTo("mcnemar-exact");
    }
    assertThat(cli.err()).contains("the unit is the item");
    assertThat(bantam("compare", first, second, "--format", "json", "--resamples", "200").out())
        .isEqualTo(cli.out());
    assertThat(bantam("compare", first, second, "--quiet").err()).isEmpty();
  }

  /**
   * A group, answers that are written and filtered, and a text: of each the filter and the metric.
   */
  @Test
  void comparesGroupsFiltersAndTexts() throws IOException {
    String a = grouped("left", MODELS.get(0), 20);
    String b = grouped("right", MODELS.get(1), 20);
    Cli cli = bantam("compare", a, b, "--format", "json", "--resamples", "200");
    assertThat(cli.code()).as(cli.err()).isZero();
    List<JsonNode> rows = new ArrayList<>();
    JSON.readTree(cli.out()).forEach(rows::add);
    assertThat(rows)
        .extracting(row -> words(row, "task", "filter", "metric"))
        .contains(
            "both none acc",
            "counted first exact_match",
            "counted shout exact_match",
            "held none bits_per_byte",
            "held none perplexity");
    for (String side : List.of("a", "b")) {
      JsonNode scores = JSON.readTree(scored(side.equals("a") ? a : b)).get("scores");
      int pools = 0;
      for (JsonNode score : scores) {
        String name = words(score, "task", "filter", "metric");
        rows.stream()
            .filter(row -> words(row, "task", "filter", "metric").equals(name))
            .forEach(
                row ->
                    assertThat(row.get(side).doubleValue())
                        .as(name)
                        .isCloseTo(score.get("value").doubleValue(), within(1e-9)));
        pools += score.get("task").textValue().equals("both") ? 1 : 0;
      }
      assertThat(pools).isEqualTo(1);
    }
  }

  private static String scored(String run) {
    return bantam("score", run, "--format", "json").out();
  }

  private static String words(JsonNode row, String... keys) {
    return Stream.of(keys).map(key -> row.get(key).textValue()).collect(Collectors.joining(" "));
  }

  /** An evaluation of two tasks as a group, one of written answers, and a text. */
  private static String grouped(String name, Path model, int documents) throws IOException {
    Files.writeString(folder.resolve("sums.csv"), "q,a\none and one,two\ntwo and one,three\n");
    Files.writeString(
        folder.resolve("counted.yaml"),
        """
        name: counted
        description: written answers
        output: generate-until
        generation: {until: ["\\n"], max_tokens: 4}
        items: {use: records, data: {use: csv, files: [sums.csv]}, prompt: '{{q}}', target: '{{a}}'}
        filters: {first: [take-first], shout: [uppercase, take-first]}
        metrics: [exact_match]
        """);
    Files.writeString(
        folder.resolve("both.yaml"),
        "name: both\ntasks: [world_cause, world_order]\nweight: tasks\n");
    Path recipe =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            kind: evaluate
            name: %s
            dtype: f32
            model: %s
            corpora: {held: {use: world, domain: village, documents: %d, split: test}}
            tasks: [both.yaml, counted.yaml]
            limit: 20
            """
                .formatted(name, model, documents));
    Cli cli = bantam("run", recipe.toString(), "--quiet");
    assertThat(cli.code()).as(cli.err()).isZero();
    return runs(name + "-").get(0).getFileName().toString();
  }

  @Test
  void takesReplicates() throws IOException {
    Cli cli = bantam("compare", first + "," + second, second + "," + first, "--format", "json");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode row = JSON.readTree(cli.out()).get(0);
    assertThat(row.get("units").intValue()).isEqualTo(2);
    assertThat(row.get("difference").doubleValue()).isZero();
    assertThat(row.get("p").doubleValue()).isEqualTo(1);
    assertThat(cli.err()).contains("a varies seed of model, b varies seed of model");
  }

  @Test
  void refusesRunsOfOtherItems() {
    Cli cli = bantam("compare", first, shorter);
    assertThat(cli.code()).isEqualTo(Exit.INPUT.code());
    assertThat(cli.err().strip().lines()).hasSize(1);
    assertThat(cli.err())
        .contains("were not asked the same: world_cause item", "is only in " + first)
        .contains("and 15 more items differ");
  }

  @Test
  void scoresAgainWithoutTheModel() throws IOException {
    JsonNode again = JSON.readTree(bantam("score", first, "--format", "json").out());
    Cli table = bantam("table", first + ":scores", "--format", "json");
    JsonNode before = JSON.readTree(table.out());
    assertThat(again.get("scores")).hasSize(before.size());
    for (int i = 0; i < before.size(); i++) {
      assertThat(again.get("scores").get(i).get("value")).isEqualTo(before.get(i).get("value"));
      assertThat(again.get("scores").get(i).get("stderr")).isEqualTo(before.get(i).get("stderr"));
    }
    Cli other =
        bantam(
            "score",
            first,
            "--task",
            "world_cause",
            "--format",
            "csv",
            "--metric",
            "brier_score,acc_bytes,aurc,selective_acc,{use: ece, bins: 5}");
    assertThat(other.code()).as(other.err()).isZero();
    assertThat(other.out().lines()).hasSize(6);
  }

  @Test
  void tellsWhatIsWrongInOneLine() {
    assertThat(error(2, "score", first, "--metric", "perplexity"))
        .contains(
            "task world_cause: metrics: perplexity is not measured where output is multiple-choice;"
                + " take from acc, acc_bytes, acc_mutual_info, acc_norm, aurc, brier_score, ece");
    assertThat(error(2, "score", first, "--metric", "{use: ece, bins: 0}")).contains("bins is 0");
    assertThat(error(2, "score", first, "--metric", "acc_nrom")).contains("acc_norm");
    assertThat(error(2, "score", first, "--task", "world_cuase"))
        .contains("did you mean 'world_cause'?");
    assertThat(error(2, "compare", first, second, "--task", "world_cuase"))
        .contains("did you mean 'world_cause'?");
    assertThat(error(2, "compare", first, second, "--metric", "perplexity"))
        .contains("--metric is perplexity; it must be a metric of one of the tasks");
    assertThat(error(2, "compare", first, second, "--resamples", "5")).contains("--resamples is 5");
    assertThat(error(3, "compare", first, "nowhere")).contains("no run in");
    assertThat(error(3, "score", "small")).contains("small");
  }

  private static String error(int code, String... words) {
    Cli cli = bantam(words);
    assertThat(cli.code()).as(cli.err()).isEqualTo(code);
    assertThat(cli.err().strip().lines()).hasSize(1);
    return cli.err();
  }

  @Test
  void needsAFamilyOfModelsForADensity() {
    Cli cli = bantam("density", first, "--against", first + "," + second, "--task", "world_cause");
    assertThat(cli.code()).isEqualTo(3);
    assertThat(cli.err())
        .contains(
            "density of acc of world_cause: the references have 1 different sizes; take at least 5");
    Cli other = bantam("density", first, "--against", shorter, "--task", "world_cause");
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err()).contains("world_cause item");
  }

  @Test
  void takesTheLossOfADensityFromOneAndTheSameText() throws IOException {
    String run = grouped("read", MODELS.get(0), 5);
    assertThat(error(2, "density", run, "--against", run, "--task", "counted", "--loss", "both"))
        .contains("--loss: " + run + " has no text 'both'; it must be one of held");
    assertThat(error(2, "density", run, "--against", run, "--task", "counted", "--loss", "counted"))
        .contains("--loss: " + run + " has no text 'counted'; it must be one of held");
    String longer = grouped("longer", MODELS.get(0), 6);
    assertThat(error(3, "density", run, "--against", longer, "--task", "counted", "--loss", "held"))
        .contains("were not asked the same: held item");
    String[] words = {"density", run, "--against", run, "--task", "counted", "--loss", "held"};
    String[] exact = with(words, "--metric", "exact_match");
    assertThat(error(2, exact))
        .contains(
            run
                + " has exact_match of counted behind several filters; name one of first, shout by"
                + " --filter");
    assertThat(error(2, with(exact, "--filter", "frist")))
        .contains("behind 'frist'; did you mean 'first'?");
    assertThat(error(3, with(exact, "--filter", "shout")))
        .contains("density of exact_match of counted behind shout: the references have 1");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
