package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.results.Row;
import bantam.results.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations of which the parts were done by several processes, killed ones among them. */
class EvaluateKilledTest {
  private static final List<String> TABLES =
      List.of("samples.arrow", "divergences.arrow", "scores.arrow");

  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void write() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("model.yaml"),
            """
            kind: pretrain
            name: model
            dtype: f32
            threads: 1
            model: {use: llama, hidden: 16, layers: 2, heads: 2, kv_heads: 1, ffn: 32}
            tokenizer: {use: bpe, vocab_size: 300}
            train: {use: world, domain: village, documents: 60}
            steps: 4
            batch_size: 4
            context: 64
            """);
    Cli cli =
        Cli.call("run", recipe.toString(), "--runs", folder.resolve("first").toString(), "--quiet");
    assertThat(cli.code()).as(cli.err()).isZero();
    model = run(folder.resolve("first")).resolve("model");
    // a third says the same as another
    lines(
        "choices", 60, i -> "{\"q\": \"the boat number %d\", \"g\": %d}".formatted(i % 40, i % 2));
    lines("pages", 8, i -> "{\"text\": \"%s\"}".formatted("a goat saw the kite. ".repeat(8 + i)));
    task(
        "choices",
        """
        shots: {count: 2, sampler: first-n}
        items:
          {use: records, data: {use: jsonl, files: [choices.jsonl]}, prompt: '{{q}}',
           choices: [sank, 'came back in the evening'], gold: '{{g}}'}
        """);
    task(
        "pages",
        """
        output: loglikelihood-rolling
        metrics: [bits_per_byte]
        items: {use: records, data: {use: jsonl, files: [pages.jsonl]}, choices: ['{{text}}']}
        """);
    task(
        "answers",
        """
        output: generate-until
        metrics: [exact_match]
        generation: {max_tokens: 6}
        items:
          {use: records, data: {use: jsonl, files: [choices.jsonl]}, prompt: '{{q}}', target: sank}
        """);
  }

  private static void lines(String name, int count, java.util.function.IntFunction<String> line)
      throws IOException {
    Files.writeString(
        folder.resolve(name + ".jsonl"),
        IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n")));
  }

  private static void task(String name, String keys) throws IOException {
    Files.writeString(
        folder.resolve(name + ".yaml"), "name: %s\ndescription: a test\n%s".formatted(name, keys));
  }

  private static Path recipe(String name, String keys) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        kind: evaluate
        name: e
        dtype: f32
        threads: 1
        model: %s
        batch_tokens: 256
        %s
        """
            .formatted(model, keys));
  }

  /** The only run in a directory of runs. */
  private static Path run(Path runs) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      return all.filter(one -> Files.exists(one.resolve("run.json"))).findFirst().orElseThrow();
    }
  }

  @Test
  void scoresNothingTwiceThatIsOnTheDisk() throws Exception {
    Path recipe =
        recipe(
            "killed",
            """
            base: %s
            context: 32
            corpora:
              held: {use: world, domain: village, documents: 20, split: test}
            tasks: [choices.yaml, pages.yaml, answers.yaml]
            """
                .formatted(model));
    Path whole = folder.resolve("whole");
    Cli undisturbed = Cli.call(words(recipe, whole));
    assertThat(undisturbed.code()).as(undisturbed.err()).isZero();
    Passes wanted = passes(run(whole));
    assertThat(wanted.names()).hasSameSizeAs(wanted.scored()).hasSizeGreaterThan(300);

    Path killed = folder.resolve("killed");
    Random random = new Random(1);
    int kills = 0;
    for (int attempt = 0; attempt < 3; attempt++) {
      kills += killedAfter(5 + random.nextInt(20), recipe, killed) ? 1 : 0;
    }
    assertThat(kills).isPositive();
    Cli last = Cli.call(words(recipe, killed));
    assertThat(last.code()).as(last.err()).isZero();
    for (String table : TABLES) {
      assertThat(run(killed).resolve(table)).hasSameBinaryContentAs(run(whole).resolve(table));
    }
    Passes made = passes(run(killed));
    assertThat(made.names()).isEqualTo(wanted.names());
    assertThat(made.twice()).isEmpty();
  }

  private static String[] words(Path recipe, Path runs, String... more) {
    List<String> words = new ArrayList<>(List.of("run", recipe.toString(), "--quiet", "--debug"));
    words.addAll(List.of("--runs", runs.toString()));
    words.addAll(Arrays.asList(more));
    return words.toArray(String[]::new);
  }

  /** Whether it was killed, after so many passes, before it was done. */
  private static boolean killedAfter(int passes, Path recipe, Path runs) throws Exception {
    long before = Files.exists(runs) ? passes(run(runs)).passes() : 0;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(RunTest.FLAGS);
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "bantam.cli.Main"));
    command.addAll(List.of(words(recipe, runs)));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (process.isAlive() && !(started(runs) && passes(run(runs)).passes() >= before + passes)) {
      Thread.sleep(2);
    }
    process.destroyForcibly();
    return process.waitFor() == 128 + 9;
  }

  private static boolean started(Path runs) throws IOException {
    try (Stream<Path> all = Files.exists(runs) ? Files.list(runs) : Stream.of()) {
      return all.anyMatch(
          one -> Files.exists(one.resolve("run.json")) && Files.exists(one.resolve("log.txt")));
    }
  }

  /**
   * What a log tells of the requests.
   *
   * @param passes that were made
   * @param scored by name, as often as they were
   * @param twice those that were on the disk then
   */
  private record Passes(long passes, List<String> scored, List<String> twice) {
    Set<String> names() {
      return new HashSet<>(scored);
    }
  }

  private static Passes passes(Path run) throws IOException {
    long passes = 0;
    List<String> scored = new ArrayList<>();
    List<String> twice = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    for (String line : Files.readAllLines(run.resolve("log.txt"))) {
      int at = line.indexOf(".PassLog ");
      if (at >= 0) {
        String[] words = line.substring(at).split(" ");
        List<String> names = Arrays.stream(words).skip(3).map(number -> words[2] + number).toList();
        if (words[1].equals("kept")) {
          kept.addAll(names);
        } else {
          passes++;
          scored.addAll(names);
          names.stream().filter(kept::contains).forEach(twice::add);
        }
      }
    }
    return new Passes(passes, scored, twice);
  }

  /** Texts whose windows lie in several shards, and a broken run beside them. */
  @Test
  void mergesWithoutScoring() throws IOException {
    Path recipe = recipe("shards", "context: 16\ntasks: [pages.yaml, choices.yaml]");
    Path runs = folder.resolve("shards");
    for (int shard = 1; shard <= 3; shard++) {
      Cli part = Cli.call(words(recipe, runs, "--set", "shard=%d/3".formatted(shard)));
      assertThat(part.code()).as(part.err()).isZero();
      if (shard < 3) {
        Files.createDirectories(runs.resolve("broken-" + shard));
      }
    }
    Files.writeString(runs.resolve("broken-1/run.json"), "{");
    Files.copy(run(runs).resolve("run.json"), runs.resolve("broken-2/run.json"));
    Files.writeString(runs.resolve("broken-2/state.json"), "no state");
    Cli merged = Cli.call(words(recipe, runs, "--set", "merge=true"));
    assertThat(merged.code()).as(merged.err()).isZero();
    Path alone = folder.resolve("alone");
    assertThat(Cli.call(words(recipe, alone)).out()).isEqualTo(merged.out());
    Path whole = run(alone);
    Path made = runs.resolve(whole.getFileName());
    for (String table : List.of("samples.arrow", "scores.arrow")) {
      assertThat(made.resolve(table)).hasSameBinaryContentAs(whole.resolve(table));
    }
    assertThat(passes(made).scored()).isEmpty();
    assertThat(passes(whole).scored()).isNotEmpty();
    assertThat(TableReader.read(made, Row.Sample.class)).hasSize(8 + 2 * 60);
  }
}
