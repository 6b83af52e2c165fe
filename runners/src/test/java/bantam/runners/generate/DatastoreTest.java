package bantam.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.data.suffix.Context;
import bantam.data.suffix.InfiniGram;
import bantam.recipes.Common;
import bantam.recipes.Decoding;
import bantam.recipes.Failure;
import bantam.recipes.Generate;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Interpolation;
import bantam.recipes.StoppedException;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import bantam.runners.evaluate.Subject;
import bantam.runners.evaluate.Tiny;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatastoreTest {
  private static final InfiniGram COUNTS =
      InfiniGram.of(
          List.of(new int[] {0, 1, 2, 3, 1, 2, 4}, new int[] {5, 1, 2, 3}, new int[] {2, 5}), 6);

  @TempDir static Path shared;
  @TempDir Path runs;
  private static Engine engine;
  private static Decoder decoder;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
    Llama shape = new Llama(8, 1, 2, 0, 12, 0, true, 10000, 32, 1e-5);
    decoder =
        Decoder.random(shape.config(new Tokens(6, OptionalInt.empty(), List.of())), engine, 1);
    decoder.weights().values().forEach(weight -> weight.muli(20)); // far from uniform
  }

  @AfterAll
  static void stop() {
    decoder.close();
    engine.close();
  }

  /** Log-probabilities of what follows each of some rows, read in two parts. */
  private static double[][] read(Optional<Datastore> text, int padding, int[]... ids) {
    double[][] logs = new double[ids.length][6];
    int[] paddings = new int[ids.length];
    paddings[0] = padding;
    try (Ensemble ensemble = Ensemble.of(decoder).with(text);
        Ensemble.Session session = ensemble.session(paddings, 8)) {
      Gradients.off(
          () ->
              session.read(
                  Arrays.stream(ids).map(DatastoreTest::begin).toArray(int[][]::new), false));
      Ensemble.Next next =
          Gradients.off(
              () ->
                  session.read(
                      Arrays.stream(ids)
                          .map(row -> new int[] {row[row.length - 1]})
                          .toArray(int[][]::new),
                      true));
      for (int row = 0; row < ids.length; row++) {
        float[] logits = next.logits(row);
        for (int i = 0; i < 6; i++) {
          logs[row][i] = logits[i] - next.normalizer(row);
        }
        assertThat(Arrays.stream(logs[row]).map(Math::exp).sum()).isCloseTo(1, within(1e-5));
        assertThat(next.logProbability(row))
            .isCloseTo(logs[row][next.likeliest(row)], within(1e-5));
        assertThat(logs[row][next.likeliest(row)])
            .isEqualTo(Arrays.stream(logs[row]).max().orElseThrow());
      }
      return logs;
    }
  }

  private static int[] begin(int[] row) {
    return Arrays.copyOf(row, row.length - 1);
  }

  @Test
  void mixesProbabilitiesBehindEachRow() {
    // the first row begins with a place of padding, which no count may see
    int[][] rows = {{0, 1, 2}, {4, 1, 2}, {3, 4, 5}};
    double[][] model = read(Optional.empty(), 1, rows);
    double[][] found = read(Optional.of(new Datastore(COUNTS, 0.4, 0.7)), 1, rows);
    // "1 2" goes on with 3, 3 and 4; "5" only with 1
    double[][] counts = {
      {0, 0, 0, 2 / 3.0, 1 / 3.0, 0}, {0, 0, 0, 2 / 3.0, 1 / 3.0, 0}, {0, 1, 0, 0, 0, 0}
    };
    double[] shares = {0.4, 0.4, 0.7};
    for (int row = 0; row < 3; row++) {
      for (int token = 0; token < 6; token++) {
        double expected =
            shares[row] * counts[row][token] + (1 - shares[row]) * Math.exp(model[row][token]);
        assertThat(Math.exp(found[row][token])).isCloseTo(expected, within(1e-5));
        assertThat(Datastore.mixed(model[row][token], shares[row], counts[row][token]))
            .isCloseTo(Math.log(expected), within(1e-9));
      }
    }
  }

  @Test
  void changesNothingWithoutAShare() {
    int[][] rows = {{0, 1, 2}, {4, 1, 2}};
    assertThat(read(Optional.of(new Datastore(COUNTS, 0, 0)), 0, rows))
        .isDeepEqualTo(read(Optional.empty(), 0, rows));
    for (double nats : new double[] {-0.0, -1e-9, -3.5, -1e5, Double.NEGATIVE_INFINITY}) {
      assertThat(Datastore.mixed(nats, 0, 0.3)).isEqualTo(nats);
      assertThat(Datastore.mixed(nats, 0, 0)).isEqualTo(nats);
    }
    assertThat(Datastore.mixed(-1000, 0.5, 1)).isEqualTo(Math.log(0.5));
  }

  @Test
  void takesAnotherShareWhereTheTextIsSure() {
    Datastore text = new Datastore(COUNTS, 0.2, 0.6);
    Context context = text.context();
    assertThat(text.share(context)).isEqualTo(0.2);
    context.add(5);
    assertThat(text.share(context)).isEqualTo(0.6);
    assertThat(text.expected(context).size()).isEqualTo(1);
    assertThat(text.expected(context).token(0)).isEqualTo(1);
    assertThat(text.expected(context).log(0)).isCloseTo((float) Math.log(1.5), within(1e-6f));
  }

  @Test
  void goesOnWhereItWasStopped() throws IOException {
    Path model = Tiny.model(shared.resolve("tiny"), Dtype.F32, 24, 24);
    Interpolation text = new Interpolation(Tiny.corpus(shared), 0.6, 0.9);
    // 70 completions are two batches; the stop comes with the first batch's progress
    Generate recipe = recipe(model, Optional.of(text));
    List<Row.Completion> whole = run("whole", recipe, Progress.silent(), new StopSignal());
    StopSignal stop = new StopSignal();
    assertThatThrownBy(() -> run("parts", recipe, new StopAfter(stop), stop))
        .isInstanceOf(Failure.class);
    run("parts", recipe, Progress.silent(), new StopSignal());
    assertThat(runs.resolve("parts").resolve("completions.arrow"))
        .hasSameBinaryContentAs(runs.resolve("whole").resolve("completions.arrow"));
    // random weights are sure of nothing, the text is
    double alone =
        run("alone", recipe(model, Optional.empty()), Progress.silent(), new StopSignal()).stream()
            .mapToDouble(Row.Completion::logProbability)
            .sum();
    assertThat(whole.stream().mapToDouble(Row.Completion::logProbability).sum())
        .isGreaterThan(0.8 * alone);
  }

  @Test
  void refusesAnEmptyText() throws IOException {
    Path model = Tiny.model(shared.resolve("other"), Dtype.F32, 24);
    Path file = Files.writeString(runs.resolve("empty.txt"), "");
    Interpolation text =
        new Interpolation(
            new bantam.recipes.Choice(
                "text",
                new bantam.data.corpus.TextCorpus.Options(
                    new Input.File(file), "blank-line", new bantam.data.corpus.Part(0, 1))),
            0.5,
            0.5);
    try (Subject subject = Subject.open(engine, model)) {
      assertThatThrownBy(() -> Datastore.open(text, subject, runs, line -> {}))
          .isInstanceOf(InputException.class);
    }
  }

  private List<Row.Completion> run(String id, Generate recipe, Progress progress, StopSignal stop)
      throws IOException {
    Path directory = Files.createDirectories(runs.resolve(id));
    new GenerateRunner().run(recipe, new RunContext("run", directory, runs, progress, stop));
    return TableReader.read(directory, Row.Completion.class);
  }

  private static Generate recipe(Path model, Optional<Interpolation> text) {
    return new Generate(
        new Common("generate", "", 17, "cpu", Common.Dtype.F32, 1),
        new Input.File(model),
        Optional.empty(),
        List.of("the old", "red"),
        Optional.empty(),
        35,
        new Decoding(8, 1, 0, 1, 0, 1, Optional.empty(), List.of()),
        Optional.empty(),
        text);
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
