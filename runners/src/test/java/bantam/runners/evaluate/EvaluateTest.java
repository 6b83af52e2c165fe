package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.data.items.JsonlItems;
import bantam.data.tensors.SafetensorsWriter;
import bantam.data.tensors.TensorType;
import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.Failure;
import bantam.recipes.Input;
import bantam.recipes.Limit;
import bantam.recipes.Places;
import bantam.recipes.Prompting;
import bantam.recipes.Scoring;
import bantam.recipes.StoppedException;
import bantam.recipes.Task;
import bantam.results.Efficiency;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Outcome;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

/** A whole evaluation of a model that knows nothing. */
class EvaluateTest {
  @TempDir static Path shared;
  @TempDir Path runs;

  private static Path model;
  private static Choice corpus;
  private static Task task;

  @BeforeAll
  static void write() throws IOException {
    model = Tiny.model(shared.resolve("tiny"), Dtype.F32, 24, 24);
    corpus = Tiny.corpus(shared);
    Path items = shared.resolve("items.jsonl");
    Files.writeString(
        items,
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "{\"query\": \"the old cat %d\", \"choices\": [\"ran\", \"sat by\"],"
                            .formatted(i)
                        + " \"gold\": %d}\n".formatted(i % 2))
            .collect(Collectors.joining()));
    JsonlItems.Options options =
        new JsonlItems.Options(new Input.File(items), "query", "choices", "gold", Optional.empty());
    task = SomeTasks.of("cats", 2, new Choice("jsonl", options), "");
  }

  @Test
  void measuresTextAndTasks() throws IOException {
    Outcome outcome = run("both", recipe(0, 8192), Progress.silent(), new StopSignal());
    List<Row.Sample> samples = TableReader.read(runs.resolve("both"), Row.Sample.class);
    List<Row.Score> scores = TableReader.read(runs.resolve("both"), Row.Score.class);
    assertThat(samples).hasSize(60 + 2 * 30);
    assertThat(scores)
        .extracting(score -> score.task() + " " + score.metric())
        .containsExactly(
            "text bits_per_byte",
            "text perplexity",
            "text tokens",
            "text bytes",
            "cats acc",
            "cats acc_norm");
    double nats = samples.stream().limit(60).mapToDouble(Row.Sample::logLikelihood).sum();
    int bytes = samples.stream().limit(60).mapToInt(Row.Sample::bytes).sum();
    int tokens = samples.stream().limit(60).mapToInt(Row.Sample::tokens).sum();
    assertThat(scores.get(0).value()).isCloseTo(-nats / bytes / Math.log(2), within(1e-9));
    assertThat(scores.get(1).value()).isCloseTo(Math.exp(-nats / tokens), within(1e-6));
    assertThat(scores.get(2).value()).isEqualTo(tokens);
    assertThat(bytes)
        .isEqualTo(Tiny.text().replace("\n", "").getBytes(StandardCharsets.UTF_8).length);
    // random weights know nothing: about the uniform distribution over the vocabulary
    assertThat(scores.get(1).value()).isBetween(100.0, 1000.0);
    assertThat(scores.get(4).chance()).hasValue(0.5);
    assertThat(scores.get(4).version()).isEqualTo(2);
    assertThat(outcome.tokens()).isEqualTo(samples.stream().mapToLong(Row.Sample::tokens).sum());
    assertThat(outcome.flops().own()).isGreaterThan(0);
    assertThat(outcome.outputs()).isEmpty();
  }

  @Test
  void goesOnWithTheTaskThatItWasAt() throws IOException {
    Path base = Tiny.model(runs.resolve("base"), Dtype.F32, 24);
    Evaluate based = recipe(0, 8192, Optional.of(new Input.File(base)));
    run("whole", based, Progress.silent(), new StopSignal());
    assertThat(TableReader.read(runs.resolve("whole"), Row.Score.class))
        .extracting(score -> score.task() + " " + score.metric())
        .endsWith(
            "text base_kl",
            "text base_agreement",
            "cats base_kl",
            "cats base_agreement",
            "cats base_lost",
            "cats base_gained");
    StopSignal stop = new StopSignal();
    Path directory = Files.createDirectories(runs.resolve("parts"));
    // the second piece of work asks for a stop, before it scores anything
    RunContext first = new RunContext("whole", directory, new StopAtSecond(stop), stop);
    assertThatThrownBy(() -> new EvaluateRunner().run(based, first))
        .isInstanceOf(StoppedException.class);
    assertThat(directory.resolve("scores.arrow")).doesNotExist();
    assertThat(TableReader.read(directory, Row.Sample.class)).hasSize(60);
    assertThat(TableReader.read(directory, Efficiency.class)).hasSize(2);
    RunContext second = new RunContext("whole", directory, Progress.silent(), new StopSignal());
    Outcome outcome = new EvaluateRunner().run(based, second);
    for (String table : List.of("samples.arrow", "scores.arrow")) {
      assertThat(directory.resolve(table))
          .hasSameBinaryContentAs(runs.resolve("whole").resolve(table));
    }
    assertThat(TableReader.read(directory, Efficiency.class))
        .extracting(row -> row.task() + " " + row.attempt())
        .containsExactly("text 1", "all 1", "cats 2", "all 2");
    // a run that had finished its tables but not said so is not scored again
    RunContext third = new RunContext("whole", directory, Progress.silent(), new StopSignal());
    assertThat(new EvaluateRunner().run(based, third)).isEqualTo(outcome);
    assertThat(directory.resolve("scores.arrow"))
        .hasSameBinaryContentAs(runs.resolve("whole/scores.arrow"));
  }

  /**
   * Stopped at every pass in turn, each is made once, and the tables are the same. The base is read
   * in passes, too.
   */
  @Test
  void makesEveryPassOnce() throws IOException {
    Path base = Tiny.model(runs.resolve("base"), Dtype.F32, 24);
    Evaluate recipe = recipe(0, 256, Optional.of(new Input.File(base)));
    Outcome whole = run("whole", recipe, Progress.silent(), new StopSignal());
    Path directory = Files.createDirectories(runs.resolve("parts"));
    Optional<Outcome> outcome = Optional.empty();
    int stops = 0;
    while (outcome.isEmpty()) {
      StopSignal stop = new StopSignal();
      RunContext attempt = new RunContext("whole", directory, new StopAtFirstScores(stop), stop);
      try {
        outcome = Optional.of(new EvaluateRunner().run(recipe, attempt));
      } catch (StoppedException e) {
        stops++;
      }
    }
    assertThat(stops).isGreaterThan(3);
    assertThat(outcome).hasValue(whole);
    for (String table : List.of("samples.arrow", "divergences.arrow", "scores.arrow")) {
      assertThat(directory.resolve(table))
          .hasSameBinaryContentAs(runs.resolve("whole").resolve(table));
    }
  }

  @Test
  void cutsLongTextIntoWindowsOfTheContext() throws IOException {
    Evaluate narrow =
        new Evaluate(
            Shared.common("narrow"),
            new Input.File(model),
            Optional.empty(),
            Optional.empty(),
            Map.of("text", corpus),
            List.of(),
            List.of(),
            Prompting.PLAIN,
            Limit.NONE,
            Map.of(),
            4,
            new Scoring(64));
    run("narrow", narrow, Progress.silent(), new StopSignal());
    run("wide", recipe(0, 64), Progress.silent(), new StopSignal());
    List<Row.Score> narrowed = TableReader.read(runs.resolve("narrow"), Row.Score.class);
    List<Row.Score> wide = TableReader.read(runs.resolve("wide"), Row.Score.class);
    assertThat(narrowed.get(2).value()).isEqualTo(wide.get(2).value());
    assertThat(narrowed.get(0).value()).isNotEqualTo(wide.get(0).value());
  }

  /** An adapter whose outer matrix is zero changes nothing at all; another one does. */
  @Test
  void putsAnAdapterOnTheModel() throws IOException {
    List<Row.Sample> plain = withAdapter("plain", Optional.empty());
    List<Row.Sample> zero = withAdapter("zero", Optional.of(adapter("a0", 0)));
    List<Row.Sample> real = withAdapter("real", Optional.of(adapter("a1", 0.1f)));
    for (int i = 0; i < plain.size(); i++) {
      assertThat(zero.get(i).logLikelihood()).isEqualTo(plain.get(i).logLikelihood());
      assertThat(real.get(i).logLikelihood()).isNotEqualTo(plain.get(i).logLikelihood());
    }
  }

  private List<Row.Sample> withAdapter(String id, Optional<Input> adapter) throws IOException {
    Evaluate recipe =
        new Evaluate(
            Shared.common(id),
            new Input.File(model),
            adapter,
            Optional.empty(),
            Map.of(),
            List.of(task),
            List.of(),
            Prompting.PLAIN,
            Limit.first(4),
            Map.of(),
            0,
            new Scoring(256));
    Outcome outcome = run(id, recipe, Progress.silent(), new StopSignal());
    // two matrices of rank 2 on one map of 16 by 16
    assertThat(outcome.parameters()).isEqualTo(parameters() + (adapter.isPresent() ? 64 : 0));
    return TableReader.read(runs.resolve(id), Row.Sample.class);
  }

  private static long parameters() {
    try (Engine engine = Shared.engine();
        Subject subject = Subject.open(engine, model)) {
      return subject.parameters();
    }
  }

  private Input adapter(String id, float value) throws IOException {
    Path directory = Files.createDirectories(runs.resolve(id));
    Files.writeString(
        directory.resolve("adapter_config.json"),
        "{\"peft_type\": \"LORA\", \"task_type\": \"CAUSAL_LM\", \"r\": 2, \"lora_alpha\": 4,"
            + " \"lora_dropout\": 0.0, \"bias\": \"none\", \"target_modules\": [\"q_proj\"], \"layers_to_transform\": [0]}");
    String prefix = "base_model.model.model.layers.0.self_attn.q_proj.lora_";
    SafetensorsWriter.write(
        directory.resolve("adapter_model.safetensors"),
        List.of(
            tensor(prefix + "A.weight", List.of(2L, 16L), 0.3f),
            tensor(prefix + "B.weight", List.of(16L, 2L), value)),
        Map.of("format", "pt"));
    return new Input.File(directory);
  }

  private static SafetensorsWriter.Tensor tensor(String name, List<Long> shape, float value) {
    ByteBuffer bytes = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      // not all the same: a constant shift of every query would be hard to see
      bytes.putFloat(value * (bytes.position() % 3 - 1));
    }
    return new SafetensorsWriter.Tensor(name, TensorType.F32, shape, bytes::flip);
  }

  @Test
  void takesTheFirstItemsOnly() throws IOException {
    run("limited", recipe(5, 8192), Progress.silent(), new StopSignal());
    assertThat(TableReader.read(runs.resolve("limited"), Row.Score.class).get(4).n()).isEqualTo(5);
  }

  /** Half of the thirty items have the first choice right, and so have five of ten. */
  @Test
  void drawsItemsAndTellsWhich() throws IOException {
    List<Row.Sample> drawn =
        of("drawn", new Limit(10, Limit.Sample.STRATIFIED, 3), Map.of()).stream()
            .filter(row -> row.task().equals("cats"))
            .toList();
    assertThat(drawn).filteredOn(row -> row.target().equals(Optional.of("0"))).hasSize(2 * 5);
    assertThat(drawn).filteredOn(row -> row.target().equals(Optional.of("1"))).hasSize(2 * 5);
    String told = Files.readString(runs.resolve("drawn").resolve("items.yaml"));
    String places =
        drawn.stream().map(Row.Sample::item).distinct().collect(Collectors.joining(","));
    String text = told.replaceFirst("items:\n  cats: '(.*)'\n", "$1");
    assertThat(IntStream.range(0, 30).filter(Places.parse(text)::holds).mapToObj(i -> "" + i))
        .containsExactly(places.split(",", -1));
    assertThat(of("again", Limit.NONE, Map.of("cats", text)))
        .filteredOn(row -> row.task().equals("cats"))
        .extracting(row -> row.of("drawn"))
        .containsExactlyElementsOf(drawn);
    of("first", Limit.first(5), Map.of());
    assertThat(runs.resolve("first").resolve("items.yaml")).hasContent("items:\n  cats: '0-4'\n");
  }

  private List<Row.Sample> of(String id, Limit limit, Map<String, String> items)
      throws IOException {
    Evaluate recipe =
        new Evaluate(
            Shared.common(id),
            new Input.File(model),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(task),
            List.of(),
            Prompting.PLAIN,
            limit,
            items,
            0,
            new Scoring(8192));
    run(id, recipe, Progress.silent(), new StopSignal());
    return TableReader.read(runs.resolve(id), Row.Sample.class);
  }

  @Test
  void refusesAContextThatTheModelCannotRead() {
    Evaluate wide =
        new Evaluate(
            Shared.common("wide"),
            new Input.File(model),
            Optional.empty(),
            Optional.empty(),
            Map.of("text", corpus),
            List.of(),
            List.of(),
            Prompting.PLAIN,
            Limit.NONE,
            Map.of(),
            65,
            new Scoring(64));
    assertThatThrownBy(() -> run("wide", wide, Progress.silent(), new StopSignal()))
        .isInstanceOf(Failure.class)
        .hasMessage("context is 65; the model's max_position_embeddings is 64");
  }

  private Outcome run(String id, Evaluate recipe, Progress progress, StopSignal stop)
      throws IOException {
    Path directory = Files.createDirectories(runs.resolve(id));
    return new EvaluateRunner().run(recipe, new RunContext(id, directory, progress, stop));
  }

  private static Evaluate recipe(int limit, int batchTokens) {
    return recipe(limit, batchTokens, Optional.empty());
  }

  private static Evaluate recipe(int limit, int batchTokens, Optional<Input> base) {
    return new Evaluate(
        Shared.common("evaluate"),
        new Input.File(model),
        Optional.empty(),
        base,
        Map.of("text", corpus),
        List.of(task),
        List.of(),
        Prompting.PLAIN,
        Limit.first(limit),
        Map.of(),
        0,
        new Scoring(batchTokens));
  }

  /** Asks for a stop as soon as anything is scored. */
  record StopAtFirstScores(StopSignal stop) implements Progress {
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

  /** Asks for a stop when the second piece of work begins. */
  private static final class StopAtSecond implements Progress {
    private final StopSignal stop;
    private int begun;

    StopAtSecond(StopSignal stop) {
      this.stop = stop;
    }

    @Override
    public void begin(String what, long total, String unit) {
      begun++;
      if (begun == 2) {
        stop.ask(StoppedException.Cause.AGAIN);
      }
    }

    @Override
    public void at(long done, String note) {}

    @Override
    public void end(String note) {}

    @Override
    public void say(String line) {}
  }
}
