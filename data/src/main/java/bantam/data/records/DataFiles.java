package bantam.data.records;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** The files of a benchmark and what their contents must be. */
public record DataFiles(
    @Key("the files in order; the last part of a path may be a pattern, such as dev/*.csv")
        List<Input> files,
    @Key(
            value =
                "what the files' sha256 must be, in hex and in the order of the files; other files"
                    + " are refused",
            preset = "[]")
        List<String> sha256) {
  /** More than any benchmark's file, less than what a Java array holds. */
  private static final long LARGEST = 1L << 30;

  public DataFiles {
    files = List.copyOf(files);
    sha256 = List.copyOf(sha256);
    checkField(!files.isEmpty(), "files", "[]", "must name a file");
    for (String hex : sha256) {
      checkField(hex.matches("[0-9a-fA-F]{64}"), "sha256", hex, "must be 64 hex digits");
    }
  }

  /**
   * A file, its content checked and unpacked.
   *
   * @param path for messages
   * @param text without a byte order mark
   */
  record Content(Path path, String text) {}

  /** The files one after the other, as text. */
  Stream<Content> texts() {
    return places().map(this::text);
  }

  /** The places of the files whose contents are right. */
  Stream<Path> paths() {
    return places().map(this::checked);
  }

  private Stream<Integer> places() {
    if (!sha256.isEmpty() && sha256.size() != files.size()) {
      throw new InputException(
          "%s: %d files and %d sha256; give one for each file, or none"
              .formatted(files.get(0).path(), files.size(), sha256.size()));
    }
    return IntStream.range(0, files.size()).boxed();
  }

  private Path checked(int place) {
    if (!sha256.isEmpty()) {
      bytes(place);
    }
    return there(place);
  }

  private Path there(int place) {
    Path path = files.get(place).path();
    if (!Files.isRegularFile(path)) {
      throw new InputException(
          path
              + ": there is no such file; --data DIR or $BANTAM_DATA says where shipped tasks find"
              + " theirs, files: in items.data of a task of your own");
    }
    return path;
  }

  private Content text(int place) {
    Path path = files.get(place).path();
    byte[] bytes = bytes(place);
    try {
      if (path.toString().endsWith(".bz2")) {
        bytes = unpacked(bytes);
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Content(path, text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw new InputException(path + ": is not UTF-8; convert the file, as with iconv", e);
    } catch (IOException e) {
      throw new InputException(path + ": is no whole bzip2 file: " + e.getMessage(), e);
    }
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    try (InputStream in = new BZip2CompressorInputStream(new ByteArrayInputStream(packed), true)) {
      byte[] bytes = in.readNBytes((int) LARGEST);
      if (in.read() >= 0) {
        throw new IOException("it unpacks to more than 1 GiB");
      }
      return bytes;
    }
  }

  private byte[] bytes(int place) {
    Path path = there(place);
    try {
      if (Files.size(path) > LARGEST) {
        throw new InputException(path + ": is larger than 1 GiB; name a benchmark's file");
      }
      byte[] bytes = Files.readAllBytes(path);
      if (!sha256.isEmpty()) {
        check(path, bytes, sha256.get(place).toLowerCase(Locale.ROOT));
      }
      return bytes;
    } catch (IOException e) {
      throw new InputException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static void check(Path path, byte[] bytes, String wanted) {
    try {
      String found = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      if (!found.equals(wanted)) {
        throw new InputException(
            "%s: its sha256 is %s, the task wants %s; fetch the file that the task names"
                .formatted(path, found, wanted));
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
