package bantam.results.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import bantam.recipes.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Files and directories that are whole or absent: written beside their place under a name that no
 * reader looks for, flushed to the disk, then renamed. A process that dies leaves at most a {@code
 * .partial} sibling, which {@link #sweep} removes.
 */
public final class Whole {
  private static final String PARTIAL = ".partial";
  private static final AtomicLong COUNT = new AtomicLong();

  private Whole() {}

  /** Writes what is to become a file or a directory. */
  @FunctionalInterface
  public interface Body {
    /**
     * @param partial where to write for now; for a directory it exists and is empty
     */
    void write(Path partial) throws IOException;
  }

  /** Writes a file of these bytes, or leaves what was there. */
  public static void write(Path file, byte[] bytes) {
    file(file, partial -> Files.write(partial, bytes));
  }

  /** Writes a file of this text in UTF-8, or leaves what was there. */
  public static void write(Path file, String text) {
    write(file, text.getBytes(UTF_8));
  }

  /** Writes a file, or leaves what was there. */
  public static void file(Path file, Body body) {
    publish(
        file,
        partial -> {
          body.write(partial);
          sync(partial);
          Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /**
   * Writes a directory, or leaves what was there. A directory that is replaced is absent for a
   * moment, never half old and half new.
   */
  public static void directory(Path directory, Body body) {
    publish(
        directory,
        partial -> {
          Files.createDirectory(partial);
          body.write(partial);
          syncAll(partial);
          if (Files.exists(directory)) {
            Path old = partial(directory);
            Files.move(directory, old, StandardCopyOption.ATOMIC_MOVE);
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
            delete(old);
          } else {
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
          }
        });
  }

  /**
   * Removes what dead writers left in a directory and below it. Call it only where no writer can be
   * alive, such as in a run directory whose lock is held.
   */
  public static void sweep(Path directory) {
    sweep(directory, Instant.MAX);
  }

  /**
   * The same where writers may be alive: removes only what has not changed since {@code before}.
   */
  static void sweep(Path directory, Instant before) {
    try (Stream<Path> below = Files.walk(directory)) {
      List<Path> partial =
          below.filter(path -> path.getFileName().toString().endsWith(PARTIAL)).toList();
      for (Path path : partial) {
        if (Files.getLastModifiedTime(path).toInstant().isBefore(before)) {
          delete(path);
        }
      }
    } catch (IOException e) {
      throw Disk.cannotWrite(directory, e);
    } catch (UncheckedIOException e) {
      throw Disk.cannotWrite(directory, e.getCause());
    }
  }

  /** Removes a file, or a directory with everything in it; nothing happens if it is not there. */
  public static void remove(Path path) {
    try {
      delete(path);
    } catch (IOException e) {
      throw Disk.cannotWrite(path, e);
    }
  }

  private static void publish(Path target, Body body) {
    Path partial = partial(target);
    try {
      Files.createDirectories(partial.getParent());
      body.write(partial);
      sync(partial.getParent());
    } catch (IOException e) {
      throw Disk.cannotWrite(target, e);
    } catch (UncheckedIOException e) {
      throw Disk.cannotWrite(target, e.getCause());
    } catch (InputException e) {
      if (e.getCause() instanceof IOException cause
          && e.getMessage().contains(partial.toString())) {
        // A writer inside the body names where it writes for now; the user knows only the target.
        throw Disk.cannotWrite(target, cause);
      }
      throw e;
    } finally {
      remove(partial);
    }
  }

  private static Path partial(Path target) {
    Path whole = target.toAbsolutePath();
    return whole.resolveSibling(
        ".%s.%d-%d%s"
            .formatted(
                whole.getFileName(),
                ProcessHandle.current().pid(),
                COUNT.incrementAndGet(),
                PARTIAL));
  }

  /** Waits until a file, or a directory's list of names, is on the disk. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void syncAll(Path directory) throws IOException {
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.toList()) {
        sync(path);
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isSymbolicLink(path) || !Files.isDirectory(path)) {
      Files.deleteIfExists(path);
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
