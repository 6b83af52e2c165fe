package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.data.items.JsonlItems;
import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Limit;
import bantam.recipes.Prompting;
import bantam.recipes.Scoring;
import bantam.recipes.Shots;
import bantam.recipes.StoppedException;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Outcome;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Pairs.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Choices with and without their prompts. */
class MutualInformationTest {
  private static final List<String> CHOICES = List.of("ran", "sat by", "saw a tree");

  @TempDir static Path shared;
  @TempDir Path runs;

  private static Path model;
  private static Evaluate recipe;

  @BeforeAll
  static void write() throws IOException {
    model = Tiny.model(shared.resolve("tiny"), Dtype.F32, 24);
    recipe = recipe(List.of(task("gained", "acc_mutual_info"), task("plain", "acc_norm")), 256);
  }

  /** By hand: gains of 1, 2, 2 where the last choice is the likeliest. */
  @Test
  void takesTheChoiceThatThePromptAddsMostTo() {
    List<Row.Sample> choices =
        List.of(row(0, -4, true).withAlone(-5), row(1, -3, false).withAlone(-5));
    assertThat(of(choices)).isZero();
    Row.Sample third = row(2, -1, true).withAlone(-3);
    // the first one at a tie
    assertThat(of(List.of(choices.get(0), choices.get(1), third))).isZero();
    assertThat(of(List.of(choices.get(0), row(1, -3, true).withAlone(-5), third))).isOne();
    assertThat(of(List.of(choices.get(0), row(1, -3, false).withAlone(-4.5), third))).isOne();
  }

  @Test
  void refusesRowsWithoutIt() {
    assertThatThrownBy(() -> of(List.of(row(0, -4, true), row(1, -3, false))))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "metric acc_mutual_info: task t: item 0 was not scored without its prompt; evaluate it"
                + " with this metric among the task's metrics");
  }

  /** The reference asks ("", delimiter + choice) for it. */
  @Test
  void scoresChoicesBehindThePrefix() throws IOException {
    run("whole", new StopSignal(), Progress.silent());
    List<Row.Sample> samples = TableReader.read(runs.resolve("whole"), Row.Sample.class);
    try (Engine engine = Shared.engine();
        Subject subject = Subject.open(engine, model)) {
      List<Texts> texts = CHOICES.stream().map(choice -> new Texts("", " " + choice)).toList();
      List<Pair> pairs = Encoding.of(subject.tokenizer()).pairs(texts);
      assertThat(pairs).allMatch(pair -> pair.context().length == 1);
      assertThat(pairs.get(0).context()).containsExactly(subject.prefix());
      List<Likelihood> plain =
          new ModelScorer(subject.decoder(), 8192, Set.of(), Progress.silent(), new StopSignal())
              .score(pairs);
      assertThat(samples).hasSize(2 * 30 * 3);
      for (Row.Sample sample : samples) {
        if (sample.task().equals("plain")) {
          assertThat(sample.aloneLogLikelihood()).isEmpty();
        } else {
          assertThat(sample.aloneLogLikelihood().orElseThrow())
              .isCloseTo(plain.get(sample.choice()).nats(), within(1e-5));
        }
      }
    }
    assertThat(TableReader.read(runs.resolve("whole"), Row.Score.class))
        .extracting(score -> score.task() + " " + score.metric())
        .containsExactly("gained acc", "gained acc_mutual_info", "plain acc", "plain acc_norm");
  }

  /** Stopped at every pass in turn, each is made once, with the requests that belong to it. */
  @Test
  void makesEveryPassOnce() throws IOException {
    Outcome whole = run("whole", new StopSignal(), Progress.silent());
    Optional<Outcome> outcome = Optional.empty();
    int stops = 0;
    while (outcome.isEmpty()) {
      StopSignal stop = new StopSignal();
      try {
        outcome = Optional.of(run("parts", stop, new StopAtScores(stop)));
      } catch (StoppedException e) {
        stops++;
      }
    }
    assertThat(stops).isGreaterThan(3);
    assertThat(outcome).hasValue(whole);
    assertThat(runs.resolve("parts/samples.arrow"))
        .hasSameBinaryContentAs(runs.resolve("whole/samples.arrow"));
  }

  private Outcome run(String id, StopSignal stop, Progress progress) throws IOException {
    Path directory = Files.createDirectories(runs.resolve(id));
    return new EvaluateRunner().run(recipe, new RunContext("whole", directory, progress, stop));
  }

  private static double of(List<Row.Sample> choices) {
    return new MutualInformation().of(List.of(new Answer(choices))).value();
  }

  private static Row.Sample row(int choice, double nats, boolean correct) {
    return new Row.Sample(
        "run",
        "t",
        "0",
        "",
        Optional.empty(),
        "",
        "",
        choice,
        nats,
        false,
        1,
        1,
        1,
        1,
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.of(correct));
  }

  private static Task task(String name, String second) throws IOException {
    Path items = shared.resolve(name + ".jsonl");
    Files.writeString(
        items,
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "{\"query\": \"the old %s cat %d\", \"choices\": [\"%s\"], \"gold\": %d}%n"
                        .formatted(name, i, String.join("\", \"", CHOICES), i % 3))
            .collect(Collectors.joining()));
    JsonlItems.Options options =
        new JsonlItems.Options(new Input.File(items), "query", "choices", "gold", Optional.empty());
    return new Task(
        name,
        1,
        "",
        List.of(),
        Task.Output.MULTIPLE_CHOICE,
        new Choice("jsonl", options),
        " ",
        "",
        "",
        Shots.NONE,
        Optional.empty(),
        Map.of(),
        List.of(
            new Choice("acc", new Metrics.Options()), new Choice(second, new Metrics.Options())));
  }

  private static Evaluate recipe(List<Task> tasks, int batchTokens) {
    return new Evaluate(
        Shared.common("evaluate"),
        new Input.File(model),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        tasks,
        List.of(),
        Prompting.PLAIN,
        Limit.NONE,
        Map.of(),
        0,
        new Scoring(batchTokens));
  }

  /** Asks for a stop as soon as anything is scored. */
  private record StopAtScores(StopSignal stop) implements Progress {
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
