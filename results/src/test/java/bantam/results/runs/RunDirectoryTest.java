package bantam.results.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.InputException;
import bantam.results.runs.RunState.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  static final String IDENTITY = Identity.hash("{\"kind\":\"prune\"}", 1);

  @TempDir Path runs;

  private RunDirectory open() {
    return RunDirectory.open(runs, "shrink", IDENTITY, Duration.ZERO);
  }

  @Test
  void isNamedAfterRecipeAndIdentity() {
    // printf 'bantam 1\n{"kind":"prune"}' | sha256sum
    assertThat(IDENTITY)
        .isEqualTo("72aa6b1e5f63707b3c41983d2b96a6502df85d5ec9678457fb2ba4d57e6f3e8a");
    try (RunDirectory directory = open()) {
      assertThat(directory.id()).isEqualTo("shrink-" + IDENTITY.substring(0, 8));
      assertThat(directory.path()).isEqualTo(runs.resolve(directory.id()));
    }
    assertThat(Identity.hash("{\"kind\":\"prune\"}", 2)).isNotEqualTo(IDENTITY);
  }

  @Test
  void remembersWhereItStands() {
    try (RunDirectory directory = open()) {
      assertThat(directory.state().status()).isEqualTo(Status.PLANNED);
      directory.state(directory.state().with("f32").at(Status.RUNNING));
      directory.state(directory.state().at(Status.FAILED, "loss is NaN at step 7"));
    }
    assertThat(RunDirectory.done(runs, "shrink", IDENTITY)).isEmpty();
    try (RunDirectory again = open()) {
      assertThat(again.state().status()).isEqualTo(Status.FAILED);
      assertThat(again.state().note()).isEqualTo("loss is NaN at step 7");
      assertThat(again.state().dtype()).contains("f32");
      again.state(again.state().at(Status.DONE));
    }
    assertThat(RunDirectory.done(runs, "shrink", IDENTITY))
        .contains(runs.resolve("shrink-" + IDENTITY.substring(0, 8)));
  }

  @Test
  void refusesAnotherExperimentOfTheSameEightDigits() {
    open().close();
    String other = IDENTITY.substring(0, 8) + "0".repeat(56);
    assertThatThrownBy(() -> RunDirectory.open(runs, "shrink", other, Duration.ZERO))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds another experiment, " + IDENTITY);
    assertThatThrownBy(() -> RunDirectory.done(runs, "shrink", other))
        .isInstanceOf(InputException.class);
    open().close();
  }

  @Test
  void removesWhatADeadHolderLeftHalfWritten() throws IOException {
    open().close();
    Path id = runs.resolve("shrink-" + IDENTITY.substring(0, 8));
    Files.createDirectories(id.resolve("checkpoints/.step-10.1-1.partial/sub"));
    Files.writeString(id.resolve("log.txt"), "kept");
    try (RunDirectory directory = open()) {
      assertThat(directory.file("checkpoints")).isEmptyDirectory();
      assertThat(directory.file("log.txt")).hasContent("kept");
    }
  }

  @Test
  void saysThatAStateFileIsDamaged() throws IOException {
    open().close();
    Path state = runs.resolve("shrink-" + IDENTITY.substring(0, 8)).resolve("state.json");
    for (String text : new String[] {"", "{", "[]", "{\"status\": \"done\"}", "\u0000\u0000"}) {
      Files.writeString(state, text);
      assertThatThrownBy(this::open)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(state + " is damaged: ");
    }
    Files.delete(state);
    open().close();
    assertThat(RunDirectory.state(runs.resolve("nothing"))).isEqualTo(Optional.empty());
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(runs.resolve("file"), "");
    assertThatThrownBy(() -> RunDirectory.open(file, "shrink", IDENTITY, Duration.ZERO))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be written");
  }
}
