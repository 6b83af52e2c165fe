package bantam.results.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import bantam.recipes.InputException;
import bantam.recipes.StoppedException;
import bantam.results.files.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a run directory against other processes and other threads. The operating system's lock on
 * the file {@code lock} is the guard, so that a killed holder holds nothing; the file's content
 * tells people and listings who it is, and is empty when nobody holds it.
 */
final class RunLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunLock.class);
  private static final String FILE = "lock";
  private static final Duration PAUSE = Duration.ofMillis(200);

  // POSIX locks belong to the process, and closing any channel of the file gives them up: within
  // this process the file of a held lock must not even be opened. Guarded by the class.
  private static final Set<Path> HELD = new HashSet<>();

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
  static synchronized Optional<Holder> holder(Path directory) {
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

  private static synchronized Optional<RunLock> attempt(Path file) {
    if (HELD.contains(file)) {
      return Optional.empty();
    }
    try {
      Optional<RunLock> lock = lock(file);
      lock.ifPresent(held -> HELD.add(file));
      return lock;
    } catch (IOException e) {
      throw Disk.cannotWrite(file, e);
    }
  }

  @SuppressWarnings("resource") // the channel is closed by close(), or below where it locks nothing
  private static Optional<RunLock> lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      if (channel.tryLock() == null) {
        return Optional.empty();
      }
      if (channel.size() > 0) {
        log.info("{} was held by a process that died; going on from what it left", file);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(Json.text(Holder.here()).getBytes(UTF_8)));
      held = true;
      return Optional.of(new RunLock(file, channel));
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  @Override
  public void close() {
    synchronized (RunLock.class) {
      if (!channel.isOpen()) {
        return;
      }
      HELD.remove(file);
      // Emptied, not deleted: whoever has it open already would then lock a file that nobody sees.
      try (channel) {
        channel.truncate(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
