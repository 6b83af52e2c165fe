package bantam.results.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.InputException;
import bantam.results.Run;
import bantam.results.Table;
import bantam.results.runs.Provenance.Ancestor;
import bantam.results.runs.Provenance.Cost;
import bantam.results.runs.Provenance.Ingredient;
import bantam.results.runs.RunState.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00.123Z");

  @TempDir Path runs;

  private static Provenance provenance(String name, String identity, String recipe) {
    return new Provenance(
        Identity.id(name, identity),
        name,
        "prune",
        identity,
        recipe,
        List.of(new Ingredient("model", "/models/a", "ab".repeat(32))),
        List.of(new Ancestor("teacher-12345678@20", 4096, 1.5e12)),
        Machine.here("0.1.0", "PyTorch 2.7.1"),
        List.of("bantam", "run", name + ".yaml"),
        17,
        "cpu",
        "f32",
        START,
        Optional.empty(),
        0,
        Cost.UNKNOWN);
  }

  private String run(String name, String recipe, Status status) {
    String identity = Identity.hash(name + recipe, 1);
    try (RunDirectory directory = RunDirectory.open(runs, name, identity, Duration.ZERO)) {
      provenance(name, identity, recipe).write(directory.path());
      directory.state(directory.state().at(status));
      return directory.id();
    }
  }

  @Test
  void provenanceComesBackFromItsFile() throws IOException {
    Cost cost =
        new Cost(
            OptionalLong.of(1_000_000),
            OptionalLong.of(0),
            OptionalLong.of(999_999),
            OptionalLong.of(4096),
            OptionalDouble.of(2.4e12),
            OptionalDouble.of(0.6e12),
            OptionalDouble.empty(),
            OptionalLong.empty());
    Provenance first =
        provenance("a", "0".repeat(64), "{\"lr\":0.1,\"steps\":5}")
            .ended(START.plusSeconds(5), 5.25, cost);
    first.write(runs);
    assertThat(Provenance.read(runs)).contains(first);
    assertThat(runs.resolve("run.json"))
        .content()
        .contains("\"started\" : \"2026-11-20T10:00:00.123Z\"", "\"lr\" : 0.1");
    Provenance second = provenance("a", "0".repeat(64), "{}").after(first);
    assertThat(second.ended(START, 1, cost).seconds()).isEqualTo(6.25);
    assertThat(second.ended()).isEmpty();
  }

  @Test
  void listsRunsAndTheirRecipes() throws IOException {
    String small = run("small", "{\"steps\":5,\"train\":{\"use\":\"world\"}}", Status.DONE);
    String large = run("large", "{\"steps\":50,\"lr\":1e-3}", Status.RUNNING);
    Files.createDirectories(runs.resolve(".bantam/hashes"));
    Files.createDirectories(runs.resolve("my-notes"));
    Files.writeString(runs.resolve("file.txt"), "");
    List<Run> rows = Runs.list(runs);
    assertThat(rows).extracting(Run::id).containsExactly(large, small);
    // Its process has let go of it without saying how it ended.
    assertThat(rows).extracting(Run::status).containsExactly("interrupted", "done");
    assertThat(rows.get(1).p()).containsEntry("train.use", "world").containsEntry("steps", "5");
    assertThat(rows.get(1).started()).contains(START);
    Table table = Runs.table(runs);
    assertThat(table.columns().subList(table.columns().size() - 3, table.columns().size()))
        .extracting(Table.Heading::name)
        .containsExactly("p.lr", "p.steps", "p.train.use");
    int width = table.columns().size();
    assertThat(table.rows().get(0).subList(width - 3, width)).containsExactly(0.001, 50L, null);
    assertThat(table.rows().get(1).subList(width - 3, width)).containsExactly(null, 5L, "world");
  }

  @Test
  void aRunOfALivingProcessRuns() {
    try (RunDirectory held =
        RunDirectory.open(runs, "live", RunDirectoryTest.IDENTITY, Duration.ZERO)) {
      held.state(held.state().at(Status.RUNNING));
      assertThat(Runs.list(runs)).extracting(Run::status).containsExactly("running");
    }
  }

  @Test
  void showsDamagedRunsAsSuch() throws IOException {
    String id = run("a", "{}", Status.DONE);
    run("b", "{}", Status.DONE);
    Files.writeString(runs.resolve(id).resolve("run.json"), "{\"id\": ");
    assertThat(Runs.list(runs))
        .extracting(row -> row.name() + " " + row.status())
        .containsExactly("a damaged", "b done");
    Files.delete(runs.resolve(id).resolve("state.json"));
    assertThat(Runs.list(runs).get(0).status()).isEqualTo("damaged");
    assertThat(Runs.list(runs.resolve("nothing"))).isEmpty();
  }

  @Test
  void findsTheRunThatIsMeant() {
    String a = run("quick", "{}", Status.DONE);
    String b = run("quickstart", "{}", Status.DONE);
    String c = run("quickstart", "{\"seed\":2}", Status.DONE);
    assertThat(Runs.locate(runs, a)).isEqualTo(runs.resolve(a));
    assertThat(Runs.locate(runs, "quick")).isEqualTo(runs.resolve(a));
    assertThat(Runs.locate(runs, b.substring(0, 13))).isEqualTo(runs.resolve(b));
    assertThat(Runs.locate(runs, runs.resolve(c).toString())).isEqualTo(runs.resolve(c));
    assertThatThrownBy(() -> Runs.locate(runs, "quickstart"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(b)
        .hasMessageContaining(" or ")
        .hasMessageEndingWith("; say more of it");
    assertThatThrownBy(() -> Runs.locate(runs, "slow"))
        .isInstanceOf(InputException.class)
        .hasMessage("no run in %s is named 'slow'; bantam ls runs lists them".formatted(runs));
  }
}
