package bantam.results.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import bantam.recipes.InputException;
import bantam.recipes.StoppedException;
import bantam.results.files.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds a run directory against other processes and other threads. The operating system's lock on
 * the file {@code lock} is the guard, so that a killed holder holds nothing; the file's content
 * tells people and listings who it is.
 */
final class RunLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final Duration PAUSE = Duration.ofMillis(200);

  // POSIX locks belong to the process, and closing any channel of the file gives them up: within
  // this process the file of a held lock must not even be opened.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /**
   * Who holds a directory.
   *
   * @param started start of the process, which tells it from a later one of the same number
   */
  record Holder(long pid, String host, Optional<Instant> started, Instant since) {
    static Holder here() {
      return new Holder(
          ProcessHandle.current().pid(),
          Machine.hostName(),
          ProcessHandle.current().info().startInstant(),
          Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whether the process is alive, as far as this host can tell. */
    boolean mayLive() {
      return !host.equals(Machine.hostName())
          || ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .filter(process -> near(process.info().startInstant(), started))
              .isPresent();
    }

    /** Linux computes the start from the time of boot, which it rounds to seconds. */
    private static boolean near(Optional<Instant> one, Optional<Instant> other) {
      return one.isEmpty()
          || other.isEmpty()
          || Duration.between(one.get(), other.get()).abs().toSeconds() < 3;
    }
  }

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static RunLock take(Path directory, Duration patience) {
    Path file = file(directory);
    Instant deadline = Instant.now().plus(patience);
    while (true) {
      Optional<RunLock> lock = attempt(file);
      if (lock.isPresent()) {
        return lock.get();
      }
      if (Instant.now().isAfter(deadline)) {
        throw new StoppedException(
            StoppedException.Cause.AGAIN,
            "%s is in use by %s; run the same command again when that is done, or with --wait"
                .formatted(directory, holder(directory).map(RunLock::who).orElse("a process")));
      }
      pause(directory);
    }
  }

  /** By its real path, or a symbolic link would lead past {@link #HELD}. */
  private static Path file(Path directory) {
    try {
      return directory.toRealPath().resolve(FILE);
    } catch (IOException e) {
      throw Disk.cannotRead(directory, e);
    }
  }

  private static String who(Holder holder) {
    return "process %d on %s since %s".formatted(holder.pid(), holder.host(), holder.since());
  }

  private static void pause(Path directory) {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException(
          StoppedException.Cause.INTERRUPTED, "stopped while waiting for " + directory);
    }
  }

  /** The process that holds a directory, dead or alive, if one said so. */
  static Optional<Holder> holder(Path directory) {
    Path file = file(directory);
    if (HELD.contains(file)) {
      return Optional.of(Holder.here());
    }
    try {
      return Json.read(file, Holder.class);
    } catch (InputException e) {
      // The holder has the lock, but has not written yet who it is.
      return Optional.empty();
    }
  }

  private static Optional<RunLock> attempt(Path file) {
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    Optional<RunLock> lock = Optional.empty();
    try {
      lock = lock(file);
      return lock;
    } catch (IOException e) {
      throw Disk.cannotWrite(file, e);
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(file);
      }
    }
  }

  @SuppressWarnings("resource") // the channel is closed by close(), or below where it locks nothing
  private static Optional<RunLock> lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      Object before = key(file);
      // A holder that is done deletes the file: a lock on a deleted file guards nothing.
      held = channel.tryLock() != null && before.equals(key(file));
      if (held) {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(Json.text(Holder.here()).getBytes(UTF_8)));
      }
    } finally {
      if (!held) {
        channel.close();
      }
    }
    return held ? Optional.of(new RunLock(file, channel)) : Optional.empty();
  }

  private static Object key(Path file) throws IOException {
    try {
      return Files.getAttribute(file, "unix:ino");
    } catch (NoSuchFileException e) {
      return "gone";
    }
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}
