package bantam.runners.pipeline;

import java.nio.file.Path;

/** Puts what is logged while a run goes into the run's own file. */
@FunctionalInterface
public interface RunLog {
  /**
   * Logs into {@code directory/log.txt} too, appending, until the result is closed. Runs nest: a
   * stage's run lies within its pipeline's.
   */
  Open open(Path directory);

  /** A log that is being written. */
  @FunctionalInterface
  interface Open extends AutoCloseable {
    @Override
    void close();
  }

  /** Logs nowhere. */
  static RunLog none() {
    return directory -> () -> {};
  }
}
