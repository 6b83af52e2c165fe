package bantam.results.runs;

import bantam.recipes.InputException;
import bantam.results.files.Disk;
import bantam.results.files.Whole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The directory of one experiment, held by this process: {@code recipe.yaml}, {@code run.json},
 * {@code state.json}, {@code log.txt}, its tables, {@code model/}, {@code adapter/}, {@code
 * checkpoints/}. While it is held no other process gets it.
 */
public final class RunDirectory implements AutoCloseable {
  private final Path path;
  private final RunLock lock;
  private RunState state;

  private RunDirectory(Path path, RunLock lock, RunState state) {
    this.path = path;
    this.lock = lock;
    this.state = state;
  }

  /**
   * Takes the directory of an experiment, making it if there is none, and removes what a dead
   * holder left half-written.
   *
   * @param name the recipe's name
   * @param identity 64 hex digits of {@link Identity#hash}
   * @param patience how long to wait for another process that holds it
   * @throws bantam.recipes.StoppedException another process holds it still
   * @throws InputException the directory holds another experiment or is damaged
   */
  public static RunDirectory open(Path runs, String name, String identity, Duration patience) {
    Path path = runs.resolve(Identity.id(name, identity)).toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw Disk.cannotWrite(path, e);
    }
    RunLock lock = RunLock.take(path, patience);
    try {
      Whole.sweep(path);
      Optional<RunState> known = state(path);
      known.ifPresent(state -> checkIdentity(path, state, identity));
      RunDirectory directory =
          new RunDirectory(path, lock, known.orElse(RunState.planned(identity)));
      directory.state(directory.state);
      return directory;
    } catch (Throwable e) {
      lock.close();
      throw e;
    }
  }

  /** The directory of an experiment if that is done, without holding it. */
  public static Optional<Path> done(Path runs, String name, String identity) {
    Path path = runs.resolve(Identity.id(name, identity)).toAbsolutePath().normalize();
    Optional<RunState> state = state(path);
    state.ifPresent(known -> checkIdentity(path, known, identity));
    return state.filter(known -> known.status() == RunState.Status.DONE).map(known -> path);
  }

  /** Where the run in a directory stands, if it is the directory of a run. */
  public static Optional<RunState> state(Path directory) {
    return Json.read(directory.resolve("state.json"), RunState.class);
  }

  private static void checkIdentity(Path path, RunState state, String identity) {
    if (!state.identity().equals(identity)) {
      throw new InputException(
          "%s holds another experiment, %s, whose first 8 digits are the same by chance; give this"
                  .formatted(path, state.identity())
              + " one another name");
    }
  }

  public Path path() {
    return path;
  }

  /** The run's id, which is the directory's name. */
  public String id() {
    return path.getFileName().toString();
  }

  /** A file or directory of the run. */
  public Path file(String name) {
    return path.resolve(name);
  }

  public RunState state() {
    return state;
  }

  /** Moves the run on; whoever reads the directory sees the old state or the new one. */
  public void state(RunState next) {
    Whole.write(path.resolve("state.json"), Json.text(next));
    state = next;
  }

  /** Lets others have the directory. */
  @Override
  public void close() {
    lock.close();
  }
}
