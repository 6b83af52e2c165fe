package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.data.items.Item;
import bantam.data.items.JsonlItems;
import bantam.recipes.Choice;
import bantam.recipes.Input;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Pairs.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Scores of stories260K against those of lm-evaluation-harness 4e7e0d47: log-likelihoods within
 * 1e-3, the same predictions, the same metrics to 6 decimals.
 */
class GoldenScoringTest {
  private static final String DATA = "data/benchmarks/";
  private static final int ITEMS = 100;

  private static Engine engine;
  private static Subject subject;

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
  @CsvSource({
    "arc_easy, arc_easy.jsonl, '\nAnswer:'",
    "openbookqa, openbook_qa.jsonl, ''",
    "piqa, piqa.jsonl, Answer:"
  })
  void scoresChoices(String name, String file, String suffix) {
    JsonlItems.Options options =
        new JsonlItems.Options(
            new Input.File(Shared.path(DATA + "llm-foundry-eval/" + file)),
            "query",
            "choices",
            "gold",
            Optional.empty());
    Task task = new Task(name, 1, "", new Choice("jsonl", options), " ", suffix);
    List<Item> items = new JsonlItems(options).items().limit(ITEMS).toList();
    check(name, new Choices(task, items), task);
  }

  @Test
  void cutsLongPromptsOnTheLeft() {
    List<Item> items = new ArrayList<>();
    for (JsonNode line : Shared.lines(DATA + "boolq-dev/dev.jsonl", ITEMS)) {
      String prompt =
          "%s\nQuestion: %s?\nAnswer:"
              .formatted(line.get("passage").asText(), line.get("question").asText());
      items.add(
          new Item(
              Integer.toString(items.size()),
              prompt,
              List.of("no", "yes"),
              line.get("answer").asBoolean() ? 1 : 0));
    }
    Task task = new Task("boolq", 1, "", new Choice("none", items.get(0)), " ", "");
    check("boolq", new Choices(task, items), task);
  }

  @Test
  void scoresWithoutContext() {
    String name = "blimp_anaphor_gender_agreement";
    List<Item> items = new ArrayList<>();
    for (JsonNode line : Shared.lines(DATA + "blimp/anaphor_gender_agreement.jsonl", 50)) {
      items.add(
          new Item(
              Integer.toString(items.size()),
              "",
              List.of(line.get("sentence_good").asText(), line.get("sentence_bad").asText()),
              0));
    }
    Task task = new Task(name, 1, "", new Choice("none", items.get(0)), " ", "");
    check(name, new Choices(task, items), task);
  }

  /** The last word of a text, as one request each. */
  @Test
  void tellsWhetherGreedyDecodingAgrees() {
    JsonNode golden = Shared.json("reference/golden/scoring/lambada_openai.json");
    List<Texts> requests = new ArrayList<>();
    for (JsonNode line : Shared.lines(DATA + "lambada-openai/lambada_test.jsonl", ITEMS)) {
      String text = line.get("text").asText();
      int space = text.lastIndexOf(' ');
      requests.add(new Texts(text.substring(0, space), text.substring(space)));
    }
    List<Likelihood> found = score(requests, 4096);
    for (int i = 0; i < ITEMS; i++) {
      checkChoice(golden.get("items").get(i).get("choices").get(0), found.get(i));
    }
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
    score(requests, 4096);
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

  /** The harness predicts BOS from BOS here, which ours does not: so BOS is put in by hand. */
  @Test
  void rollsOverDocuments() throws java.io.IOException {
    JsonNode golden = Shared.json("reference/golden/scoring/tinystories.json").get("items").get(12);
    String text =
        java.nio.file.Files.readString(Shared.path("data/text/tinystories-1mb/tiny_stories.txt"))
            .substring(0, 6000);
    int[] ids = subject.tokenizer().encode(text, true);
    List<Pair> windows = Rolling.windows(ids, 1, subject.limit());
    assertThat(ids).hasSize(golden.get("n_tokens").intValue());
    assertThat(windows.stream().map(w -> List.of(w.first() + 1, w.scored())).toList().toString())
        .isEqualTo(golden.get("windows").toString().replace(",", ", "));
    double sum = scorer(4096).score(windows).stream().mapToDouble(Likelihood::nats).sum();
    assertThat(sum).isCloseTo(golden.get("loglikelihood").doubleValue(), within(2e-3));
  }

  private static void check(String name, Choices choices, Task task) {
    JsonNode golden = Shared.json("reference/golden/scoring/" + name + ".json");
    List<Likelihood> found = score(choices.requests(), 4096);
    List<Row.Sample> samples = choices.samples("run", found);
    int at = 0;
    for (JsonNode item : golden.get("items")) {
      int best = at;
      int first = at;
      for (JsonNode choice : item.get("choices")) {
        checkChoice(choice, found.get(at));
        best = found.get(at).nats() > found.get(best).nats() ? at : best;
        at++;
      }
      assertThat(best - first).isEqualTo(item.get("pred").intValue());
    }
    assertThat(at).isEqualTo(samples.size());
    for (Row.Score score : ChoiceMetrics.scores("run", task.name(), 1, samples)) {
      JsonNode value = golden.get("metrics").get(score.metric() + ",none");
      if (value != null) {
        assertThat(score.value()).isCloseTo(value.doubleValue(), within(5e-7));
        assertThat(score.stderr().orElseThrow())
            .isCloseTo(
                golden.get("metrics").get(score.metric() + "_stderr,none").doubleValue(),
                within(5e-7));
      }
    }
  }

  private static void checkChoice(JsonNode golden, Likelihood found) {
    assertThat(found.nats()).isCloseTo(golden.get("ll").doubleValue(), within(1e-3));
    assertThat(found.greedy()).isEqualTo(golden.get("is_greedy").booleanValue());
    assertThat(found.tokens()).isEqualTo(golden.get("n_cont_tokens").intValue());
  }

  private static List<Likelihood> score(List<Texts> requests, int budget) {
    List<Pair> pairs =
        Pairs.encode(requests, subject.tokenizer()::encodeAll, subject.prefix()).stream()
            .map(pair -> pair.within(subject.limit()))
            .toList();
    return scorer(budget).score(pairs);
  }

  private static ModelScorer scorer(int budget) {
    return new ModelScorer(subject.decoder(), budget, Progress.silent(), new StopSignal());
  }
}
