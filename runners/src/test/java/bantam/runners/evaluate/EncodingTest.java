package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.data.items.JsonlItems;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Choice;
import bantam.recipes.Compat;
import bantam.recipes.Evaluate;
import bantam.recipes.Generation;
import bantam.recipes.Input;
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
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Pairs.Texts;
import bantam.runners.model.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tokenizer that puts BOS before texts, and who heeds it. */
class EncodingTest {
  private static final String BOS = "<|endoftext|>";

  @TempDir static Path folder;

  private static Path model;
  private static Tokenizer tokenizer;
  private static int bos;

  @BeforeAll
  static void write() throws IOException {
    model = Tiny.model(folder.resolve("tiny"), Dtype.F32, 24);
    Files.writeString(
        model.resolve("tokenizer_config.json"),
        "{\"add_bos_token\": true, \"bos_token\": \"%s\", \"eos_token\": \"%s\"}"
            .formatted(BOS, BOS));
    tokenizer = Tokenizer.open(model);
    bos = tokenizer.bos().orElseThrow();
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  private static Encoding encoding(Compat compat, boolean gemma) {
    return Encoding.of(tokenizer, compat, gemma);
  }

  private static List<Encoding> all() {
    return List.of(
        encoding(Compat.SINCE_0_4_10, false),
        encoding(Compat.BEFORE_0_4_10, false),
        encoding(Compat.BEFORE_0_4_10, true));
  }

  private static int[] ids(boolean begins, String text) {
    int[] plain = tokenizer.encode(text, false);
    return begins ? IntStream.concat(IntStream.of(bos), IntStream.of(plain)).toArray() : plain;
  }

  @Test
  void putsBosBeforePrompts() {
    List<Texts> prompt = List.of(new Texts("the old cat", " sat"));
    int[] scored = ids(false, " sat");
    Pair with = Pair.of(ids(true, "the old cat"), scored);
    Pair without = Pair.of(ids(false, "the old cat"), scored);
    assertThat(all())
        .extracting(one -> one.pairs(prompt).get(0))
        .containsExactly(with, without, with);
  }

  /** What is scored behind an empty context has its prefix in all, and of Gemma a second one. */
  @Test
  void scoresTheSecondBosOfOldGemma() {
    List<Texts> alone = List.of(new Texts("", " sat"));
    Pair once = Pair.of(new int[] {bos}, ids(false, " sat"));
    Pair twice = Pair.of(new int[] {bos}, ids(true, " sat"));
    assertThat(all()).extracting(one -> one.pairs(alone).get(0)).containsExactly(once, once, twice);
  }

  @Test
  void takesBosThatATextBrings() {
    String brought = BOS + "the old cat";
    int[] once = ids(true, "the old cat");
    int[] twice = IntStream.concat(IntStream.of(bos), IntStream.of(once)).toArray();
    assertThat(all())
        .extracting(one -> one.texts(List.of(brought)).get(0))
        .containsExactly(once, once, twice);
    // behind an empty context the newer versions do not score it
    List<Texts> alone = List.of(new Texts("", BOS + " sat"));
    assertThat(all())
        .extracting(one -> one.pairs(alone).get(0).scored())
        .containsExactly(ids(false, " sat").length, once(1), once(2));
  }

  private static int once(int more) {
    return ids(false, " sat").length + more;
  }

  /** A whole text: BOS is predicted from BOS where the tokenizer adds it. */
  @Test
  void predictsBosFromBosInWholeTexts() {
    String text = "the old cat sat by a tree";
    assertThat(all())
        .extracting(
            one -> new Rolling(64).windows(one.texts(List.of(text)).get(0), one.prefix()).get(0))
        .containsExactly(
            Pair.of(new int[] {bos}, ids(true, text)),
            Pair.of(new int[] {bos}, ids(false, text)),
            Pair.of(new int[] {bos}, ids(true, text)));
  }

  @Test
  void countsTheTokensOfOlderVersions() throws IOException {
    Path items = folder.resolve("items.jsonl");
    Files.writeString(
        items, "{\"query\": \"the old cat\", \"choices\": [\"ran\", \"sat\"], \"gold\": 0}\n");
    JsonlItems.Options options =
        new JsonlItems.Options(new Input.File(items), "query", "choices", "gold", Optional.empty());
    Task task = SomeTasks.of("cats", 1, new Choice("jsonl", options), "");
    int prompt = ids(false, "the old cat").length;
    assertThat(prompts(task, Compat.SINCE_0_4_10)).containsOnly(prompt + 1);
    assertThat(prompts(task, Compat.BEFORE_0_4_10)).containsOnly(prompt);
    assertThat(written(task, Compat.BEFORE_0_4_10)).isEqualTo(prompt);
    assertThat(written(task, Compat.SINCE_0_4_10)).isEqualTo(prompt + 1);
  }

  private static List<Integer> prompts(Task task, Compat compat) throws IOException {
    Evaluate recipe =
        new Evaluate(
            Shared.common("evaluate"),
            new Input.File(model),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(task),
            List.of(),
            new Prompting(Optional.empty(), false, compat, List.of()),
            Limit.NONE,
            Map.of(),
            0,
            new Scoring(256));
    Path run = Files.createDirectories(folder.resolve(compat.name()));
    new EvaluateRunner()
        .run(recipe, new RunContext("run", run, Progress.silent(), new StopSignal()));
    return TableReader.read(run, Row.Sample.class).stream().map(Row.Sample::promptTokens).toList();
  }

  private static int written(Task task, Compat compat) {
    Generation how = new Generation(List.of(), 2, 0, 0, 1, 0, 1);
    Questions questions = new Questions(SomeTasks.written(how, Map.of()), TaskItems.first(task, 0));
    try (Engine engine = Shared.engine();
        Subject subject = Subject.open(engine, model)) {
      Decoder decoder = subject.decoder();
      Writing writing =
          new Writing(
              questions,
              decoder,
              Optional.empty(),
              subject.tokenizer(),
              Encoding.of(subject, compat),
              64,
              1);
      return writing
          .write("run", writing.batches().get(0), new StopSignal())
          .rows()
          .get(0)
          .promptTokens();
    }
  }
}
