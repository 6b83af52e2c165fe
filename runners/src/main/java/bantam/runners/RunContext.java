package bantam.runners;

import java.nio.file.Path;

/**
 * What a runner works with. Tables, checkpoints and outputs go into the directory.
 *
 * @param id the run's id, which is its directory's name; the {@code run} column of its tables
 * @param directory exists, and belongs to this process while the run lasts
 * @param runs the directory of runs; what may be made again is kept in {@code .bantam} below it
 * @param progress for a person
 * @param stop looked at between steps
 */
public record RunContext(String id, Path directory, Path runs, Progress progress, StopSignal stop) {
  /** A run that shares nothing with others. */
  public RunContext(String id, Path directory, Progress progress, StopSignal stop) {
    this(id, directory, directory, progress, stop);
  }
}
