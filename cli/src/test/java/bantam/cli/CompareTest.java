package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    List<Path> before = runs("evaluate-");
    Cli cli =
        bantam(
            "evaluate",
            newest("small-").resolve("model").toString(),
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

  @Test
  void takesReplicates() throws IOException {
    Cli cli = bantam("compare", first + "," + second, second + "," + first, "--format", "json");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode row = JSON.readTree(cli.out()).get(0);
    assertThat(row.get("units").intValue()).isEqualTo(2);
    assertThat(row.get("difference").doubleValue()).isZero();
    assertThat(row.get("p").doubleValue()).isEqualTo(1);
    assertThat(cli.err()).contains("a varies model");
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
            "task world_cause: metrics: perplexity is not measured where output is"
                + " multiple-choice; take from acc, acc_bytes, acc_norm, aurc, brier_score, ece");
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
}
