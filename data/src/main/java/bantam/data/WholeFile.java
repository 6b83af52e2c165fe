package bantam.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are whole or absent: written to a temporary sibling, synced to the disk, renamed. A
 * reader sees the old file or the new one, never a part of one.
 */
public final class WholeFile {
  private WholeFile() {}

  /** Writes a file's content from its start. */
  @FunctionalInterface
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file, replacing one that is there.
   *
   * @throws IOException if it cannot be written, say on a full disk; the temporary file is gone
   *     then and the old file, if there was one, is as it was
   */
  public static void write(Path file, Content content) throws IOException {
    Path whole = file.toAbsolutePath();
    Path part = temporary(whole);
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      rename(part, whole);
    } finally {
      Files.deleteIfExists(part);
    }
    syncDirectory(whole.getParent());
  }

  /** Writes a text file in UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(
        file,
        channel -> {
          var bytes = StandardCharsets.UTF_8.encode(text);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  /** Not {@code createTempFile}: that one is readable by nobody else, and so would the file be. */
  private static Path temporary(Path whole) {
    String unique = Long.toString(System.nanoTime() & Long.MAX_VALUE, 36);
    return whole.resolveSibling(
        ".%s.%d-%s.part".formatted(whole.getFileName(), ProcessHandle.current().pid(), unique));
  }

  private static void rename(Path part, Path whole) throws IOException {
    try {
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      // A sibling lies on the same file system, so this is one that cannot rename at all.
      throw new IOException(whole + ": this file system cannot rename a file atomically", e);
    }
  }

  /** A rename is on the disk only once its directory is. */
  private static void syncDirectory(Path directory) throws IOException {
    if (!System.getProperty("os.name").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
