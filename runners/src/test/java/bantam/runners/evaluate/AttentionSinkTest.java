package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Choice;
import bantam.recipes.Evaluate;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Limit;
import bantam.recipes.Prompting;
import bantam.recipes.Scoring;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Progress;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionSinkTest {
  @TempDir static Path shared;
  @TempDir Path runs;

  private static Path model;
  private static Choice corpus;

  @BeforeAll
  static void write() {
    model = Tiny.model(shared.resolve("tiny"), Dtype.F32, 24, 24);
    corpus = Tiny.corpus(shared);
  }

  private Path run(String id, AttentionSink.Options options) throws IOException {
    Path directory = Files.createDirectories(runs.resolve(id));
    Evaluate recipe =
        new Evaluate(
            Shared.common(id),
            new Input.File(model),
            Optional.empty(),
            Optional.empty(),
            Map.of("text", corpus),
            List.of(),
            List.of(),
            Prompting.PLAIN,
            Limit.NONE,
            Map.of(),
            0,
            0,
            Evaluate.BOOTSTRAP,
            Optional.empty(),
            Optional.empty(),
            List.of(new Choice("attention-sink", options)),
            new Scoring(2048));
    new EvaluateRunner()
        .run(recipe, new RunContext(id, directory, Progress.silent(), new StopSignal()));
    return directory;
  }

  private static Row.Score score(Path run) {
    return TableReader.read(run, Row.Score.class).stream()
        .filter(row -> row.metric().equals("attention_sink"))
        .findFirst()
        .orElseThrow();
  }

  /** Random weights attend about evenly: (1 + 1/2 + ... + 1/6) / 6 = 0.408. */
  @Test
  void tellsOfEachHeadAndOfTheModel() throws IOException {
    Path below = run("below", new AttentionSink.Options(6, 20, 0.3));
    List<Row.Head> heads = TableReader.read(below, Row.Head.class);
    assertThat(heads).hasSize(2 * 4);
    assertThat(heads).extracting(Row.Head::layer).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
    assertThat(heads).extracting(Row.Head::head).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
    assertThat(heads).allMatch(row -> row.sequences() == 20 && row.share() == 1);
    assertThat(heads).allSatisfy(row -> assertThat(row.value()).isCloseTo(0.408, within(0.05)));
    assertThat(score(below).value()).isCloseTo(1, within(1e-12));
    assertThat(score(below).n()).isEqualTo(20);
    Path above = run("above", new AttentionSink.Options(6, 20, 0.6));
    assertThat(score(above).value()).isZero();
    // the share of sequences of each head and of heads of each sequence have the same mean
    Path between = run("between", new AttentionSink.Options(6, 20, 0.408));
    double share =
        TableReader.read(between, Row.Head.class).stream()
            .mapToDouble(Row.Head::share)
            .average()
            .orElseThrow();
    assertThat(score(between).value()).isCloseTo(share, within(1e-9)).isBetween(0.01, 0.99);
  }

  @Test
  void refusesWhatHasTooFewTokens() {
    assertThatThrownBy(() -> run("short", new AttentionSink.Options(60, 20, 0.3)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "attention-sink: text text has no document of 60 tokens or more; take fewer tokens");
    assertThatThrownBy(() -> run("long", new AttentionSink.Options(65, 20, 0.3)))
        .isInstanceOf(InputException.class)
        .hasMessage("attention-sink: tokens is 65; the model reads 64");
  }
}
