package bantam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RunLogsTest {
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

  private Console console() {
    PrintStream stream = new PrintStream(notes, false, UTF_8);
    return new Console(stream, stream);
  }

  @Test
  void everythingIsLoggedButOnlyOurWarningsAreShown(@TempDir Path whole, @TempDir Path stage)
      throws Exception {
    RunLogs logs = new RunLogs(Logging.start(console(), false, false));
    try (AutoCloseable outer = logs.open(whole)) {
      LoggerFactory.getLogger("ai.djl.Chatter").warn("no CUDA");
      try (AutoCloseable inner = logs.open(stage)) {
        LoggerFactory.getLogger("bantam.runners.Some").info("step {}", 1);
        assertThat(outer).isNotSameAs(inner);
      }
      LoggerFactory.getLogger("bantam.runners.Some").warn("odd", new IllegalStateException("why"));
      LoggerFactory.getLogger("bantam.runners.Some").debug("very fine");
    }
    LoggerFactory.getLogger("bantam.runners.Some").info("afterwards");
    assertThat(Files.readString(whole.resolve("log.txt")))
        .contains("WARN", "no CUDA", "step 1", "odd", "IllegalStateException: why")
        .doesNotContain("very fine", "afterwards");
    assertThat(Files.readString(stage.resolve("log.txt")))
        .contains("step 1")
        .doesNotContain("no CUDA", "odd");
    assertThat(notes.toString(UTF_8).strip()).isEqualTo("bantam: warning: odd");
    assertThat(logs.latest()).hasValue(stage.resolve("log.txt"));
  }

  @Test
  void aStackTraceReachesAClosedLog(@TempDir Path directory) throws Exception {
    RunLogs logs = new RunLogs(Logging.start(console(), true, true));
    logs.open(directory).close();
    logs.add(new IllegalStateException("late"));
    assertThat(Files.readString(directory.resolve("log.txt")))
        .contains("IllegalStateException: late", "at bantam.cli");
  }
}
