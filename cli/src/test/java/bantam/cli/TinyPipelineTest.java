package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.Recipe;
import bantam.recipes.RecipeReader;
import bantam.recipes.Source;
import bantam.recipes.StoppedException;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.results.files.Contents;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.pipeline.Experiments;
import bantam.runners.pipeline.Manners;
import bantam.runners.pipeline.Report;
import bantam.runners.pipeline.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of recipe in one pipeline, on real tensors. */
class TinyPipelineTest {
  @TempDir Path temp;

  private static Recipe recipe(String... overrides) {
    Path file = Path.of("src/test/resources/tiny.yaml").toAbsolutePath();
    return new RecipeReader(AllCatalogues.all())
        .read(new Source.File(file), List.of(overrides))
        .recipe();
  }

  private static Report run(Path runs, Progress progress, StopSignal stop, String... overrides) {
    Manners manners = new Manners(Duration.ZERO, List.of("test"), "test");
    return new Experiments(runs, new Contents(runs)::sha256, manners, progress, stop, RunLog.none())
        .run(recipe(overrides));
  }

  private static Report run(Path runs, String... overrides) {
    return run(runs, Progress.silent(), new StopSignal(), overrides);
  }

  /** Everything that the same experiment must give again, by its path in the runs directory. */
  private static SortedMap<String, String> results(Path runs) throws IOException {
    try (Stream<Path> files = Files.walk(runs)) {
      SortedMap<String, String> found = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = runs.relativize(file).toString();
        // adapter_config.json names the base model's directory, as PEFT wants it
        if (!name.contains("checkpoints")
            && name.matches(".*(arrow|safetensors|/config.json|tokenizer.json)")
            && !name.matches(".*(timings|efficiency).arrow")) {
          found.put(name, new Contents(runs.resolveSibling("hashes")).sha256(file));
        }
      }
      return found;
    }
  }

  private static Set<String> different(Map<String, String> some, Map<String, String> others) {
    Set<String> names = new TreeSet<>(some.keySet());
    names.addAll(others.keySet());
    names.removeIf(name -> Objects.equals(some.get(name), others.get(name)));
    return names;
  }

  private static Map<String, Boolean> cached(Report report) {
    return TableReader.read(report.directory(), Row.Stage.class).stream()
        .collect(Collectors.toMap(Row.Stage::stage, Row.Stage::cached));
  }

  @Test
  void givesTheSameBytesInTwoFreshDirectories() throws IOException {
    Report first = run(temp.resolve("a"));
    Report second = run(temp.resolve("b"));
    SortedMap<String, String> results = results(temp.resolve("a"));
    assertThat(different(results, results(temp.resolve("b")))).isEmpty();
    assertThat(results.keySet().stream().filter(name -> name.endsWith("model.safetensors")))
        .hasSize(8);
    assertThat(first.unmet()).isEmpty();
    assertThat(first.table().rows()).hasSize(2);
    assertThat(second.id()).isEqualTo(first.id());
  }

  @Test
  void doesOnlyWhatAChangeTouches() {
    Path runs = temp.resolve("runs");
    Report first = run(runs);
    Report again = run(runs);
    assertThat(again.cached()).isTrue();
    assertThat(again.table()).isEqualTo(first.table());
    Report changed = run(runs, "stages.adapted.steps=3");
    assertThat(changed.id()).isNotEqualTo(first.id());
    assertThat(cached(changed))
        .containsEntry("teacher", true)
        .containsEntry("distilled", true)
        .containsEntry("adapted", false)
        .containsEntry("score_teacher", true)
        .containsEntry("score_adapted", false);
    Report cosmetic = run(runs, "stages.teacher.checkpoint_every=3");
    assertThat(cosmetic.id()).isEqualTo(first.id());
  }

  @Test
  void goesOnWhereItWasStopped() throws IOException {
    Path runs = temp.resolve("stopped");
    int stops = 0;
    while (true) {
      StopSignal stop = new StopSignal();
      int patience = 3 + 2 * stops;
      Progress impatient = new StopAfter(patience, stop);
      try {
        run(runs, impatient, stop);
        break;
      } catch (StoppedException e) {
        assertThat(e.exitCode()).isEqualTo(75);
        stops++;
      }
      assertThat(stops).as("it gets on").isLessThan(60);
    }
    assertThat(stops).isGreaterThan(3);
    run(temp.resolve("through"));
    assertThat(different(results(runs), results(temp.resolve("through")))).isEmpty();
  }

  @Test
  void saysWhatItExpectedInVain() {
    Report report = run(temp.resolve("vain"), "expect.0.above=9", "stages.teacher.steps=1");
    assertThat(report.unmet())
        .singleElement()
        .asString()
        .startsWith("expected score_teacher.village.bits_per_byte above 9 by at least 0");
  }

  @Test
  void aSweepIsRefusedInOneLine() throws IOException {
    Path file = temp.resolve("s.yaml");
    Files.writeString(
        file,
        """
        kind: sweep
        name: s
        recipe: {kind: generate, model: m, prompts: [a]}
        over: {max_tokens: ["1", "2"]}
        """);
    Recipe sweep =
        new RecipeReader(AllCatalogues.all()).read(new Source.File(file), List.of()).recipe();
    Manners manners = new Manners(Duration.ZERO, List.of(), "test");
    Experiments experiments =
        new Experiments(
            temp, path -> "", manners, Progress.silent(), new StopSignal(), RunLog.none());
    assertThatThrownBy(() -> experiments.run(sweep)).hasMessageContaining("sweep");
  }

  /** Asks to stop at the n-th sign of progress. */
  private static final class StopAfter implements Progress {
    private final StopSignal stop;
    private int left;

    StopAfter(int signs, StopSignal stop) {
      this.left = signs;
      this.stop = stop;
    }

    @Override
    public void begin(String what, long total, String unit) {}

    @Override
    public void at(long done, String note) {
      left--;
      if (left == 0) {
        stop.ask(StoppedException.Cause.AGAIN);
      }
    }

    @Override
    public void end(String note) {}

    @Override
    public void say(String line) {}
  }
}
