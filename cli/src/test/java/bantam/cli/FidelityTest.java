package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.results.Row;
import bantam.results.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model measured against another one with the same tokens. */
class FidelityTest {
  @TempDir static Path folder;

  private static Path model;
  private static Path sibling;
  private static Path stranger;

  @BeforeAll
  static void train() throws IOException {
    model = trained("model", "{use: bpe, vocab_size: 300}", 1);
    Path tokenizer = folder.resolve("tokenizer");
    Files.createDirectories(tokenizer);
    for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.copy(model.resolve(name), tokenizer.resolve(name));
    }
    sibling = trained("sibling", "{use: file, path: tokenizer}", 2);
    stranger = trained("stranger", "{use: bpe, vocab_size: 310}", 1);
  }

  private static Path trained(String name, String tokenizer, int seed) throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            kind: pretrain
            name: %s
            seed: %d
            dtype: f32
            threads: 1
            model: {use: llama, hidden: 16, layers: 2, heads: 2, kv_heads: 1, ffn: 32}
            tokenizer: %s
            train: {use: world, domain: village, documents: 60}
            steps: 4
            batch_size: 4
            context: 64
            """
                .formatted(name, seed, tokenizer));
    Cli cli = bantam("run", recipe.toString(), "--quiet");
    assertThat(cli.code()).as(cli.err()).isZero();
    return runs(name + "-").get(0).resolve("model");
  }

  private static List<Path> runs(String start) throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      return runs.filter(run -> run.getFileName().toString().startsWith(start)).toList();
    }
  }

  private static Cli bantam(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--runs", folder.resolve("runs").toString()));
    return Cli.call(all.toArray(String[]::new));
  }

  /** A recipe with a text and a task, and what it says of each by the metric's name. */
  private static Map<String, Double> scores(String name, Path base, String what)
      throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            kind: evaluate
            name: %s
            dtype: f32
            model: %s
            base: %s
            corpora:
              held: {use: world, domain: village, documents: 20, split: test}
            tasks: [world_cause]
            limit: 40
            """
                .formatted(name, model, base));
    Cli cli = bantam("run", recipe.toString(), "--quiet");
    assertThat(cli.code()).as(cli.err()).isZero();
    return TableReader.read(runs(name + "-").get(0), Row.Score.class).stream()
        .filter(row -> row.task().equals(what) && row.metric().startsWith("base_"))
        .collect(Collectors.toMap(Row.Score::metric, Row.Score::value));
  }

  @Test
  void findsNothingLostBetweenAModelAndItself() throws IOException {
    assertThat(scores("itself", model, "world_cause"))
        .isEqualTo(
            Map.of("base_kl", 0.0, "base_agreement", 1.0, "base_lost", 0.0, "base_gained", 0.0));
    assertThat(scores("itself", model, "held"))
        .isEqualTo(Map.of("base_kl", 0.0, "base_agreement", 1.0));
  }

  /** What is lost and gained is the difference of the accuracies. */
  @Test
  void tellsModelsApart() throws IOException {
    assertThat(scores("apart", sibling, "held").get("base_kl")).isGreaterThan(1e-6);
    Map<String, Double> task = scores("apart", sibling, "world_cause");
    assertThat(task.get("base_kl")).isGreaterThan(1e-6);
    assertThat(task.get("base_agreement")).isLessThan(1);
    double own = accuracy(model);
    double theirs = accuracy(sibling);
    assertThat(Math.round(40 * (task.get("base_gained") - task.get("base_lost"))))
        .isEqualTo(Math.round(40 * (own - theirs)));
  }

  private static double accuracy(Path of) throws IOException {
    List<Path> before = runs("evaluate-");
    Cli cli =
        bantam("evaluate", of.toString(), "--tasks", "world_cause", "--limit", "40", "--quiet");
    assertThat(cli.code()).as(cli.err()).isZero();
    List<Path> after = new ArrayList<>(runs("evaluate-"));
    after.removeAll(before);
    return TableReader.read(after.get(0), Row.Score.class).stream()
        .collect(Collectors.toMap(Row.Score::metric, Function.identity()))
        .get("acc")
        .value();
  }

  @Test
  void refusesOtherTokensInOneLine() {
    Cli cli =
        bantam(
            "evaluate",
            model.toString(),
            "--base",
            stranger.toString(),
            "--tasks",
            "world_cause",
            "--quiet");
    assertThat(cli.code()).isEqualTo(Exit.INPUT.code());
    assertThat(cli.err().strip().lines()).hasSize(1);
    assertThat(cli.err())
        .contains("its vocab_size is", "a model keeps to a base only where both have the same");
  }
}
