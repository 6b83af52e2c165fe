package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.data.items.Item;
import bantam.data.items.Items;
import bantam.data.prepare.Preparations;
import bantam.data.records.Records;
import bantam.recipes.Catalogues;
import bantam.recipes.Compat;
import bantam.recipes.RecipeReader;
import bantam.recipes.Sharing;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Pairs.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scores of stories260K against those of lm-evaluation-harness 4e7e0d47: log-likelihoods within
 * 1e-3, the same predictions, the same metrics to 6 decimals.
 */
class GoldenScoringTest {
  private static final String DATA = "data/benchmarks/";

  private static Engine engine;
  private static Subject subject;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    Path stories = Shared.path(Shared.STORIES);
    engine = Shared.engine();
    subject = Subject.open(engine, stories);
  }

  @AfterAll
  static void close() {
    if (subject != null) {
      subject.close();
      engine.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hellaswag",
        "arc_easy",
        "piqa",
        "openbookqa",
        "winogrande",
        "boolq",
        "lambada_openai",
        "blimp_anaphor_gender_agreement",
        "blimp_determiner_noun_agreement_1"
      })
  void scoresShippedTasks(String name) {
    JsonNode golden = golden(name);
    Task task = task(name);
    List<Item> items = TaskItems.first(task, golden.get("n_items").intValue());
    Questions questions = new Questions(task, items);
    checkTexts(golden, questions.requests());
    List<Row.Sample> samples = ask(questions);
    checkChoices(golden, samples);
    checkMetrics(golden, TaskMetrics.scores("run", task, samples));
  }

  /** Its HFLM at 4e7e0d47, asked for ("", " " + choice), and the argmax of the differences. */
  @Test
  void scoresChoicesWithoutTheirPrompts() throws IOException {
    double[] alone = {
      -300.60101, -316.49780, -55.46832, -100.61577, -133.43971, -140.75273, -111.51877, -113.21393
    };
    String yaml = "extends: piqa\nmetrics: [acc, acc_mutual_info]\n";
    Task task = task(Files.writeString(folder.resolve("gained.yaml"), yaml).toString());
    List<Row.Sample> samples = ask(new Questions(task, TaskItems.first(task, 20)));
    for (int i = 0; i < alone.length; i++) {
      assertThat(samples.get(i).aloneLogLikelihood().orElseThrow())
          .isCloseTo(alone[i], within(1e-3));
    }
    assertThat(TaskMetrics.scores("run", task, samples))
        .extracting(Row.Score::value)
        .containsExactly(0.4, 0.45);
  }

  /** The harness at v0.4.9.1, which put no BOS before this model's texts. */
  @Test
  void scoresAsItsOlderReleases() throws IOException {
    double[] choices = {
      -272.95309, -286.85297, -51.62837, -88.12868, -109.71828, -128.11491, -90.10103, -88.07043
    };
    String text = Files.readString(Shared.path("data/text/tinystories-1mb/tiny_stories.txt"));
    Task piqa = task("piqa");
    checkOlder(new Questions(piqa, TaskItems.first(piqa, 4)), choices);
    List<Item> whole =
        List.of(
            new Item("0", "", List.of(text.substring(0, 300)), 0),
            new Item("1", "", List.of(text.substring(0, 6000)), 0));
    checkOlder(new Questions(task("tinystories"), whole), -170.13243, -3921.43384);
  }

  private static void checkOlder(Questions questions, double... wanted) {
    Encoding encoding = Encoding.of(subject, Compat.BEFORE_0_4_10);
    List<Request> encoded = questions.encoded(encoding, new Rolling(subject.limit()));
    List<Row.Sample> samples = questions.ask("run", encoded, scorer(4096));
    assertThat(samples).hasSize(wanted.length);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(samples.get(i).logLikelihood()).isCloseTo(wanted[i], within(1e-3));
    }
  }

  /**
   * There the harness was told of one split for examples and items, or of the items' alone, and of
   * no other file.
   */
  @ParameterizedTest
  @CsvSource({"arc_easy, item", "piqa, nothing", "winogrande, nothing"})
  void scoresBehindExamples(String name, String leaveOut) throws IOException {
    JsonNode golden = golden("few_" + name + "_2shot");
    String own =
        name.equals("winogrande")
            ? ", from: {files: [%s], sha256: [1aeac79cf46a3dcbe59a71ca7e5372a1490cde2b4ae2387dc56f00378104d2e8]}"
                .formatted(Shared.path("data/benchmarks/winogrande/dev.jsonl").toAbsolutePath())
            : "";
    String yaml = "extends: %s\nshots: {count: 2, sampler: first-n, leave_out: %s%s}\n";
    Path file =
        Files.writeString(folder.resolve(name + ".yaml"), yaml.formatted(name, leaveOut, own));
    Task task = task(file.toString());
    int count = golden.get("items").size();
    Questions questions = new Questions(task, TaskItems.first(task, count));
    checkTexts(golden, questions.requests());
    List<Row.Sample> samples = ask(questions);
    checkChoices(golden, samples);
    List<Row.Score> scores = TaskMetrics.scores("run", task, samples);
    assertThat(scores).extracting(Row.Score::shots).containsOnly(2);
    for (Row.Score score : scores) {
      double value = golden.get("metrics").get(score.metric() + ",none").doubleValue();
      assertThat(score.value()).as(score.metric()).isCloseTo(value, within(5e-7));
    }
  }

  /** The harness predicts BOS from BOS in each, and so do we. */
  @Test
  void rollsOverWikipedia() {
    Task task = task("wikitext");
    checkRolling(task, TaskItems.first(task, 3));
  }

  /** Twelve stories, and the first characters of the file as one long text. */
  @Test
  void rollsOverStories() throws IOException {
    Task task = task("tinystories");
    List<Item> items = new ArrayList<>(TaskItems.first(task, 12));
    String text = Files.readString(Shared.path("data/text/tinystories-1mb/tiny_stories.txt"));
    items.add(new Item("12", "", List.of(text.substring(0, 6000)), 0));
    checkRolling(task, items);
  }

  @Test
  void batchesGiveWhatSingleRequestsGive() {
    List<Texts> requests =
        Shared.lines(DATA + "llm-foundry-eval/arc_easy.jsonl", 20).stream()
            .map(line -> new Texts(line.get("query").asText(), " " + line.get("choices").get(0)))
            .toList();
    List<Likelihood> together = score(requests, 1 << 20);
    List<Likelihood> alone = score(requests, 1);
    for (int i = 0; i < requests.size(); i++) {
      assertThat(together.get(i).nats()).isCloseTo(alone.get(i).nats(), within(1e-4));
      assertThat(together.get(i).greedy()).isEqualTo(alone.get(i).greedy());
    }
  }

  @Test
  void leavesNoArraysBehind() {
    List<Texts> requests = List.of(new Texts("Tim had a", " dog"), new Texts("", "Once upon"));
    score(requests, 1); // numbers that kernels take are kept
    int before = engine.handles();
    score(requests, 1);
    assertThat(engine.handles()).isEqualTo(before);
  }

  /** transformers 5.18.0 over the first 256 tokens of a story. */
  @Test
  void sumsTheLogProbabilitiesOfTokens() {
    JsonNode golden = Shared.json(Shared.STORIES + "/golden.json").get("long_text");
    int[] ids = Shared.ints(golden.get("input_ids"));
    double expected = 0;
    for (JsonNode one : golden.get("token_logprobs")) {
      expected += one.doubleValue();
    }
    Pair pair = Pair.of(new int[] {ids[0]}, IntStream.of(ids).skip(1).toArray());
    Likelihood found = scorer(4096).score(List.of(pair)).get(0);
    assertThat(found.nats()).isCloseTo(expected, within(1e-3));
    assertThat(found.tokens()).isEqualTo(255);
  }

  private static Task task(String name) {
    Catalogues catalogues =
        new Catalogues(List.of(Items.ALL, Records.ALL, Preparations.ALL, Metrics.ALL));
    return new RecipeReader(catalogues, Optional.of(Shared.path("data"))).task(name);
  }

  private static JsonNode golden(String task) {
    return Shared.json("reference/golden/scoring/" + task + ".json");
  }

  private static List<Row.Sample> ask(Questions questions) {
    return questions.ask(
        "run", questions.encoded(subject.tokenizer(), new Rolling(subject.limit())), scorer(4096));
  }

  private static void checkTexts(JsonNode golden, List<Texts> requests) {
    int at = 0;
    for (JsonNode item : golden.get("items")) {
      for (JsonNode choice : item.get("choices")) {
        Texts texts = requests.get(at++);
        String hash = Hashes.of(texts.context(), texts.continuation());
        assertThat(choice.get("sha256").textValue()).startsWith(hash);
      }
    }
    assertThat(at).isEqualTo(requests.size());
  }

  private static void checkChoices(JsonNode golden, List<Row.Sample> samples) {
    int at = 0;
    for (JsonNode item : golden.get("items")) {
      int best = at;
      int first = at;
      for (JsonNode choice : item.get("choices")) {
        Row.Sample sample = samples.get(at);
        assertThat(sample.logLikelihood()).isCloseTo(choice.get("ll").doubleValue(), within(1e-3));
        assertThat(sample.greedy()).isEqualTo(choice.get("is_greedy").booleanValue());
        assertThat(sample.tokens()).isEqualTo(choice.get("n_cont_tokens").intValue());
        best = sample.logLikelihood() > samples.get(best).logLikelihood() ? at : best;
        at++;
      }
      if (item.has("pred")) {
        assertThat(best - first).isEqualTo(item.get("pred").intValue());
      }
    }
    assertThat(at).isEqualTo(samples.size());
  }

  /** Accuracies and their errors to 6 decimals, perplexities to a thousandth of them. */
  private static void checkMetrics(JsonNode golden, List<Row.Score> scores) {
    assertThat(scores)
        .extracting(score -> score.metric() + ",none")
        .containsExactlyInAnyOrderElementsOf(names(golden));
    for (Row.Score score : scores) {
      double value = golden.get("metrics").get(score.metric() + ",none").doubleValue();
      boolean accuracy = score.metric().startsWith("acc");
      assertThat(score.value())
          .as(score.metric())
          .isCloseTo(value, within(accuracy ? 5e-7 : 1e-3 * value));
      if (accuracy) {
        JsonNode stderr = golden.get("metrics").get(score.metric() + "_stderr,none");
        assertThat(score.stderr().orElseThrow()).isCloseTo(stderr.doubleValue(), within(5e-7));
      }
    }
  }

  private static List<String> names(JsonNode golden) {
    List<String> names = new ArrayList<>();
    golden.get("metrics").fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> name.contains("_stderr"));
    return names;
  }

  private static void checkRolling(Task task, List<Item> items) {
    JsonNode golden = golden(task.name());
    Questions questions = new Questions(task, items);
    List<Request> encoded = questions.encoded(subject.tokenizer(), new Rolling(subject.limit()));
    List<Row.Sample> samples = ask(questions);
    for (int i = 0; i < items.size(); i++) {
      JsonNode expected = golden.get("items").get(i);
      assertThat(Hashes.of(items.get(i).choices().get(0)))
          .isEqualTo(expected.get("text_sha256").textValue().substring(0, 16));
      assertThat(
              encoded.get(i).windows().stream()
                  .map(w -> List.of(w.first() + 1, w.scored()))
                  .toList())
          .hasToString(expected.get("windows").toString().replace(",", ", "));
      double nats = expected.get("loglikelihood").doubleValue();
      assertThat(samples.get(i).logLikelihood())
          .isCloseTo(nats, within(Math.max(1e-3, -1e-7 * nats)));
      assertThat(samples.get(i).words()).isEqualTo(expected.get("page_words").intValue());
      assertThat(samples.get(i).bytes()).isEqualTo(expected.get("page_bytes").intValue());
    }
    checkMetrics(golden, TaskMetrics.scores("run", task, samples));
  }

  private static List<Likelihood> score(List<Texts> requests, int budget) {
    List<Pair> pairs =
        Pairs.encode(requests, subject.tokenizer()::encodeAll, subject.prefix()).stream()
            .map(pair -> pair.within(subject.limit()))
            .toList();
    return scorer(budget).score(pairs);
  }

  private static ModelScorer scorer(int budget) {
    return new ModelScorer(
        subject.decoder(),
        budget,
        EnumSet.allOf(Sharing.class),
        Progress.silent(),
        new StopSignal());
  }
}
