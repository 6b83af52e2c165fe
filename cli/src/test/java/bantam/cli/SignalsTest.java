package bantam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bantam.recipes.StoppedException.Cause;
import bantam.runners.StopSignal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals that arrive at a process of its own. */
class SignalsTest {
  /** Waits for signals, and says what was asked of it. */
  static final class Sleeper {
    private Sleeper() {}

    public static void main(String[] arguments) throws InterruptedException {
      StopSignal stop = new StopSignal();
      Console console = Console.standard();
      try (Signals signals = Signals.listen(stop, console)) {
        System.out.println("listening to " + (signals != null));
        Cause last = null;
        while (true) {
          Cause now = stop.asked().orElse(null);
          if (now != last) {
            last = now;
            System.out.println("asked " + now);
          }
          Thread.sleep(10);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, AGAIN", "USR1, AGAIN", "HUP, AGAIN", "INT, INTERRUPTED"})
  void signalsAskTheRunToStop(String signal, Cause cause) throws Exception {
    Process sleeper = start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(sleeper.getInputStream(), UTF_8))) {
      assertThat(out.readLine()).startsWith("listening");
      kill(sleeper, signal);
      assertThat(out.readLine()).isEqualTo("asked " + cause);
      for (int i = 0; i < 100 && !sleeper.waitFor(200, TimeUnit.MILLISECONDS); i++) {
        // two signals of one kind that are not yet delivered arrive as one
        kill(sleeper, "INT");
      }
      assertThat(sleeper.isAlive()).isFalse();
      assertThat(sleeper.exitValue()).isEqualTo(Exit.INTERRUPTED.code());
    } finally {
      sleeper.destroyForcibly();
    }
  }

  private static Process start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), Sleeper.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void kill(Process process, String signal) throws Exception {
    assumeTrue(
        Path.of("/bin/kill").toFile().canExecute()
            || Path.of("/usr/bin/kill").toFile().canExecute());
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }
}
