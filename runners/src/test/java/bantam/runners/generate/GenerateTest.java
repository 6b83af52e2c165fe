package bantam.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Decoding;
import bantam.recipes.Failure;
import bantam.recipes.Generate;
import bantam.recipes.Input;
import bantam.recipes.StoppedException;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Outcome;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Shared;
import bantam.runners.evaluate.Subject;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {
  @TempDir Path runs;

  /** llama2.c, doc/stories260K.md, and transformers 5.18.0 by ids. */
  @Test
  void writesThePublishedStory() throws IOException {
    List<Row.Completion> rows = run("greedy", recipe(List.of(""), 1, 200, 0));
    JsonNode golden = Shared.json(Shared.STORIES + "/golden.json").get("greedy_from_bos");
    int[] ids = Shared.ints(golden.get("ids"));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).tokenIds())
        .isEqualTo(Arrays.stream(ids).skip(1).limit(200).boxed().toList());
    assertThat(rows.get(0).finish()).isEqualTo("length");
    String page = Files.readString(Shared.path("data/checkpoints/stories260K/stories260K.md"));
    String published = page.substring(page.indexOf("Once upon a time, there was a little girl"));
    assertThat(published).startsWith(rows.get(0).completion());
    assertThat(rows.get(0).completion()).hasSizeGreaterThan(400);
  }

  /** transformers 5.18.0, two prompts of different length; the smallest margin is 0.05 logits. */
  @Test
  void continuesTwoPromptsTogetherAsEachAlone() {
    JsonNode sequences = Shared.json(Shared.STORIES + "/golden.json").get("sequences");
    try (Engine engine = Shared.engine();
        Subject subject = Subject.open(engine, Shared.path(Shared.STORIES))) {
      int tokens = sequences.get(0).get("greedy_continuation").size();
      Generator generator =
          new Generator(
              Ensemble.of(subject.decoder()),
              Sampling.GREEDY,
              Ends.of(Set.of(), tokens, subject.limit()),
              new StopSignal());
      List<Continuation> batch = batch(sequences);
      generator.complete(batch);
      // the engine keeps the numbers that kernels were called with; nothing else may stay
      int handles = engine.handles();
      generator.complete(batch(sequences));
      assertThat(engine.handles()).isEqualTo(handles);
      for (int i = 0; i < batch.size(); i++) {
        assertThat(batch.get(i).ids())
            .isEqualTo(Shared.ints(sequences.get(i).get("greedy_continuation")));
      }
      assertThat(batch.get(0).promptLength()).isNotEqualTo(batch.get(1).promptLength());
    }
  }

  private static List<Continuation> batch(JsonNode sequences) {
    List<Continuation> batch = new ArrayList<>();
    for (JsonNode sequence : sequences) {
      int[] prompt = Shared.ints(sequence.get("input_ids"));
      batch.add(new Continuation(17, batch.size(), 0, prompt));
    }
    return batch;
  }

  @Test
  void endsWithAStopTokenThatIsNotPartOfTheText() {
    Generate base = recipe(List.of("Once upon a time"), 1, 60, 0);
    Row.Completion open = run("open", base).get(0);
    int stop = open.tokenIds().get(20);
    int first = open.tokenIds().indexOf(stop);
    Row.Completion stopped = run("stopped", withStops(base, List.of(stop))).get(0);
    assertThat(stopped.finish()).isEqualTo("stop");
    assertThat(stopped.tokenIds()).isEqualTo(open.tokenIds().subList(0, first + 1));
    assertThat(open.completion()).startsWith(stopped.completion());
    assertThat(stopped.completion().length()).isLessThan(open.completion().length());
  }

  @Test
  void endsBeforeATextThatMayStandAcrossTokens() {
    Generate base = recipe(List.of("Once upon a time"), 1, 120, 0);
    Row.Completion open = run("open", base).get(0);
    int sentence = open.completion().indexOf(". ");
    assertThat(sentence).isPositive();
    Decoding decoding =
        new Decoding(120, 0, 0, 1, 0, 1, Optional.empty(), List.of("no such text", ". "));
    Row.Completion cut = run("cut", with(base, decoding)).get(0);
    assertThat(cut.finish()).isEqualTo("stop");
    assertThat(cut.completion()).isEqualTo(open.completion().substring(0, sentence));
    assertThat(open.tokenIds().subList(0, cut.tokenIds().size())).isEqualTo(cut.tokenIds());
    assertThat(cut.tokenIds().size()).isLessThan(open.tokenIds().size());
  }

  @Test
  void givesTheLogProbabilityOfEveryToken() {
    for (double temperature : List.of(0.0, 1.3)) {
      Row.Completion row =
          run("log" + temperature, recipe(List.of("Tim had a"), 1, 12, temperature)).get(0);
      assertThat(row.logProbabilities()).hasSameSizeAs(row.tokenIds());
      assertThat(row.logProbabilities().stream().mapToDouble(p -> p).sum())
          .isCloseTo(row.logProbability(), within(1e-9));
      try (Engine engine = Shared.engine();
          Subject subject = Subject.open(engine, Shared.path(Shared.STORIES))) {
        int[] prompt = subject.tokenizer().encode("Tim had a", true);
        int[] all =
            java.util.stream.IntStream.concat(
                    Arrays.stream(prompt), row.tokenIds().stream().mapToInt(id -> id))
                .toArray();
        List<Inspection.Token> tokens = Inspection.of(subject, all, 1, 0).tokens();
        for (int i = 0; i < row.tokenIds().size(); i++) {
          assertThat(row.logProbabilities().get(i))
              .isCloseTo(
                  tokens.get(prompt.length + i).logProbability().orElseThrow(), within(1e-3));
        }
      }
    }
  }

  @Test
  void repeatsLessWithAPenalty() {
    Generate base = recipe(List.of("Tim"), 1, 150, 0);
    Row.Completion plain = run("plain", base).get(0);
    Decoding penalised = new Decoding(150, 0, 0, 1, 0, 1.5, Optional.empty(), List.of());
    Row.Completion varied = run("varied", with(base, penalised)).get(0);
    assertThat(distinct(varied)).isGreaterThan(1.3 * distinct(plain));
  }

  private static double distinct(Row.Completion row) {
    return (double) row.tokenIds().stream().distinct().count() / row.tokenIds().size();
  }

  @Test
  void givesEachTextWhateverElseIsInItsBatch() {
    List<String> prompts = List.of("Once upon a time", "Tim", "The big dog saw a red ball and");
    List<Row.Completion> together = run("together", recipe(prompts, 3, 40, 0.9));
    Row.Completion last = run("alone", recipe(prompts.subList(0, 1), 1, 40, 0.9)).get(0);
    assertThat(together).hasSize(9);
    assertThat(together.get(0).tokenIds()).isEqualTo(last.tokenIds());
    assertThat(together.get(0).logProbability()).isCloseTo(last.logProbability(), within(1e-3));
    assertThat(together.stream().map(Row.Completion::completion).distinct()).hasSize(9);
    assertThat(together)
        .extracting(Row.Completion::promptIndex)
        .containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2);
    assertThat(together.get(8).completion()).startsWith(" ");
  }

  @Test
  void goesOnWhereItWasStopped() throws IOException {
    // 70 completions are two batches; the stop comes with the first batch's progress
    Generate recipe = recipe(List.of("Tim", "Once upon a time"), 35, 6, 1);
    run("whole", recipe);
    StopSignal stop = new StopSignal();
    Path directory = Files.createDirectories(runs.resolve("parts"));
    Progress stopping = new StopAfter(stop);
    RunContext first = new RunContext("whole", directory, stopping, stop);
    assertThatThrownBy(() -> new GenerateRunner().run(recipe, first)).isInstanceOf(Failure.class);
    assertThat(directory.resolve("completions.arrow")).doesNotExist();
    new GenerateRunner()
        .run(recipe, new RunContext("whole", directory, Progress.silent(), new StopSignal()));
    assertThat(directory.resolve("completions.arrow"))
        .hasSameBinaryContentAs(runs.resolve("whole").resolve("completions.arrow"));
  }

  @Test
  void refusesAPromptThatFillsTheModel() {
    assertThatThrownBy(() -> run("long", recipe(List.of("dog ".repeat(600)), 1, 5, 0)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("prompt 0 has")
        .hasMessageContaining("the model reads 512");
  }

  @Test
  void endsWhereTheModelIsFull() {
    Row.Completion row = run("full", recipe(List.of("a b c d ".repeat(60)), 1, 512, 0)).get(0);
    assertThat(row.finish()).isIn("context", "stop");
  }

  private List<Row.Completion> run(String id, Generate recipe) {
    try {
      Path directory = Files.createDirectories(runs.resolve(id));
      Outcome outcome =
          new GenerateRunner()
              .run(recipe, new RunContext(id, directory, Progress.silent(), new StopSignal()));
      assertThat(outcome.outputs()).containsKey("data");
      assertThat(outcome.parameters()).isEqualTo(260_032);
      return TableReader.read(directory, Row.Completion.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Generate recipe(
      List<String> prompts, int samples, int maxTokens, double temperature) {
    return new Generate(
        Shared.common("generate"),
        new Input.File(Shared.path(Shared.STORIES)),
        Optional.empty(),
        prompts,
        Optional.empty(),
        samples,
        new Decoding(maxTokens, temperature, 0, 1, 0, 1, Optional.empty(), List.of()),
        Optional.empty());
  }

  private static Generate withStops(Generate recipe, List<Integer> stops) {
    return with(
        recipe,
        new Decoding(recipe.decoding().maxTokens(), 0, 0, 1, 0, 1, Optional.of(stops), List.of()));
  }

  private static Generate with(Generate recipe, Decoding decoding) {
    return new Generate(
        recipe.common(),
        recipe.model(),
        recipe.adapter(),
        recipe.prompts(),
        Optional.empty(),
        recipe.samples(),
        decoding,
        Optional.empty());
  }

  /** Asks for a stop as soon as something is done. */
  private record StopAfter(StopSignal stop) implements Progress {
    @Override
    public void begin(String what, long total, String unit) {}

    @Override
    public void at(long done, String note) {
      stop.ask(StoppedException.Cause.AGAIN);
    }

    @Override
    public void end(String note) {}

    @Override
    public void say(String line) {}
  }
}
