package bantam.results.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import bantam.recipes.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sha256 of files and directories. A file's is remembered by its path, size and times, so that
 * a large model is read once; each has a small file of its own in {@code .bantam/hashes} below the
 * runs, so that processes that hash at the same time do not meet.
 */
public final class Contents {
  private static final int BUFFER = 1 << 20;

  /** A file this young may still change without its times showing it. */
  private static final Duration YOUNG = Duration.ofSeconds(3);

  /** A half-written note this old was left by a dead process. */
  private static final Duration OLD = Duration.ofHours(1);

  private final Path memory;

  /**
   * @param runs the directory of runs, where the hashes are remembered
   */
  public Contents(Path runs) {
    this.memory = runs.resolve(".bantam").resolve("hashes");
  }

  /**
   * The identity of some content.
   *
   * @param path a file, or a directory, which counts by the names and contents of everything below
   * @return 64 hex digits
   * @throws InputException there is no such path, or something below cannot be read
   */
  public String sha256(Path path) {
    if (!Files.exists(path)) {
      throw new InputException("there is no " + path);
    }
    try {
      return Files.isDirectory(path) ? directory(path) : file(path.toRealPath());
    } catch (IOException e) {
      throw Disk.cannotRead(path, e);
    } catch (UncheckedIOException e) {
      throw Disk.cannotRead(path, e.getCause());
    }
  }

  private String directory(Path directory) throws IOException {
    MessageDigest digest = digest();
    try (Stream<Path> below = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
      List<String> names =
          below
              .filter(Files::isRegularFile)
              .map(file -> directory.relativize(file).toString())
              .sorted()
              .toList();
      for (String name : names) {
        String hash = file(directory.resolve(name).toRealPath());
        digest.update((hash + "  " + name + "\n").getBytes(UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private String file(Path file) throws IOException {
    String stamp = stamp(file);
    Path note = memory.resolve(hex(file.toString().getBytes(UTF_8)).substring(0, 32));
    Optional<String> known = remembered(note, stamp);
    if (known.isPresent()) {
      return known.get();
    }
    String hash = read(file);
    Instant changed = Files.getLastModifiedTime(file).toInstant();
    if (changed.isBefore(Instant.now().minus(YOUNG)) && stamp(file).equals(stamp)) {
      Whole.write(note, hash + "\n" + stamp + "\n");
      Whole.sweep(memory, Instant.now().minus(OLD));
    }
    return hash;
  }

  /** What a file looks like from outside; its time of change shows even what hides its own time. */
  private static String stamp(Path file) throws IOException {
    return "%s %d %s %s"
        .formatted(
            file,
            Files.size(file),
            Files.getLastModifiedTime(file),
            Files.getAttribute(file, "unix:ctime"));
  }

  private static Optional<String> remembered(Path note, String stamp) throws IOException {
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(note);
    return lines.size() == 2 && lines.get(1).equals(stamp)
        ? Optional.of(lines.get(0))
        : Optional.empty();
  }

  private static String read(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The sha256 of some bytes, 64 hex digits. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java has SHA-256", e);
    }
  }
}
