package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.InputException;
import bantam.recipes.Pretrain;
import bantam.recipes.StoppedException;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.RunContext;
import bantam.runners.StopSignal;
import bantam.runners.train.PretrainRunnerTest.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs over mixes, packed documents and prompts that are masked. */
class DataRunTest {
  private static final String MIX =
      PretrainRunnerTest.RECIPE.replace(
          "train: {use: text, path: train.txt}",
          """
          data:
            mix:
              - {source: {use: text, path: train.txt}, weight: 3, changes: [{from: 12, weight: 1}]}
              - {source: {use: text, path: other.txt}, name: other, epochs_max: 2}
          packing: bfd\
          """);

  @TempDir private Path temporary;

  @BeforeEach
  void writeTexts() throws IOException {
    Lab.text(temporary, "train.txt", 1, 200);
    Lab.text(temporary, "other.txt", 3, 8);
    Lab.text(temporary, "held.txt", 2, 40);
    String asked =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    "{\"instruction\": \"Count to %d.\", \"output\": \"%s\"}"
                        .formatted(i % 7, "one more ".repeat(i % 7)))
            .collect(Collectors.joining("\n"));
    Files.writeString(temporary.resolve("asked.jsonl"), asked);
  }

  private void run(String directory, String yaml, String... overrides) {
    new PretrainRunner().run(recipe(yaml, overrides), context(directory, new StopSignal()));
  }

  private Pretrain recipe(String yaml, String... overrides) {
    return Lab.recipe(Pretrain.class, temporary, yaml, overrides);
  }

  private RunContext context(String directory, StopSignal stop) {
    RunContext alone = Lab.context(temporary.resolve(directory), stop);
    return new RunContext(alone.id(), alone.directory(), temporary, alone.progress(), alone.stop());
  }

  private List<Double> values(String directory, String metric) {
    return TableReader.read(temporary.resolve(directory), Row.Metric.class).stream()
        .filter(row -> row.metric().equals(metric) && row.split().equals("train"))
        .map(Row.Metric::value)
        .toList();
  }

  @Test
  void aMixThatWasStoppedGoesOnAsIfItHadNotBeen() throws IOException {
    run("whole", MIX);
    StopSignal stop = new StopSignal();
    RunContext stopped =
        Lab.context(
            temporary.resolve("parts"),
            new Told(14, () -> stop.ask(StoppedException.Cause.INTERRUPTED)),
            stop);
    assertThatThrownBy(() -> new PretrainRunner().run(recipe(MIX), stopped))
        .isInstanceOf(StoppedException.class);
    run("parts", MIX);
    for (String file : List.of("metrics.arrow", "model/model.safetensors")) {
      assertThat(temporary.resolve("parts").resolve(file))
          .hasSameBinaryContentAs(temporary.resolve("whole").resolve(file));
    }
    List<Double> own = values("whole", "data.text.tokens");
    List<Double> other = values("whole", "data.other.tokens");
    assertThat(own).hasSize(5).isSorted();
    long tokens =
        TableReader.read(temporary.resolve("whole"), Row.Metric.class).stream()
            .mapToLong(Row.Metric::tokens)
            .max()
            .orElseThrow();
    assertThat(own.get(4) + other.get(4)).isEqualTo((double) tokens);
    assertThat(other.get(4)).isBetween(1.0, own.get(4));
  }

  @Test
  void aMixThatDoesNotLastIsToldBeforeTraining() {
    assertThatThrownBy(
            () ->
                run(
                    "a",
                    MIX,
                    "data.mix=[{source: {use: text, path: %s}, epochs_max: 1}]"
                        .formatted(temporary.resolve("other.txt"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the mix lasts for");
    assertThat(temporary.resolve("a/metrics.arrows")).doesNotExist();
  }

  @Test
  void aSourceThatIsTooShortIsNamed() {
    String yaml =
        MIX.replace("packing: bfd", "packing: stream").replace("context: 24", "context: 900");
    assertThatThrownBy(() -> run("a", yaml))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("data.mix, other: the text has ")
        .hasMessageContaining("take a smaller context or more text");
  }

  @Test
  void aSecondRunOnTheSameTextTakesTheTokensOfTheFirst() throws IOException {
    run("a", PretrainRunnerTest.RECIPE);
    List<Path> made = tokens();
    assertThat(made).hasSize(2); // training and held-out text
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    for (Path file : made) {
      Files.setLastModifiedTime(file, old);
    }
    run("b", PretrainRunnerTest.RECIPE, "lr=0.01");
    assertThat(tokens()).isEqualTo(made);
    for (Path file : made) {
      assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
    }
    Lab.text(temporary, "held.txt", 4, 40);
    run("c", PretrainRunnerTest.RECIPE);
    assertThat(tokens()).hasSize(3);
  }

  private List<Path> tokens() throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve(".bantam/tokens"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void learnsAnswersAndNotPrompts() {
    String yaml =
        PretrainRunnerTest.RECIPE
            .replace(
                "train: {use: text, path: train.txt}",
                "train: {use: jsonl, path: asked.jsonl, form: alpaca}")
            .replace("validation: {use: text, path: held.txt}", "packing: bfd")
            .replace("context: 24", "context: 160")
            .replace("steps: 23", "steps: 60");
    run("a", yaml);
    List<Double> loss = values("a", "loss");
    assertThat(loss.get(0)).isBetween(3.0, 7.0);
    // "one more" over and over has next to no surprise; the prompts, were they counted, have some
    assertThat(loss.get(loss.size() - 1)).isLessThan(1.5);
  }
}
