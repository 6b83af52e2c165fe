package bantam.data.corpus;

import bantam.recipes.InputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The lines of a UTF-8 file, one at a time, each with its number and place. */
final class Lines implements Iterator<Lines.Line>, Closeable {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /**
   * A line.
   *
   * @param number from 1 on
   * @param offset of its first byte in the file
   * @param text without its line end
   * @param end its line end: {@code "\n"}, {@code "\r\n"}, or empty at the end of the file
   */
  record Line(long number, long offset, String text, String end) {}

  private final Path file;
  private final long size;
  private final InputStream in;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long number;
  private long offset;
  private int ahead;

  private Lines(Path file, long size, InputStream in) throws IOException {
    this.file = file;
    this.size = size;
    this.in = in;
    this.ahead = in.read();
  }

  static Lines of(Path file) {
    OneFile.check(file);
    try {
      return new Lines(
          file, Files.size(file), new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw unreadable(e, file);
    }
  }

  /** Bytes of the file. */
  long size() {
    return size;
  }

  @Override
  public boolean hasNext() {
    return ahead >= 0;
  }

  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    bytes.reset();
    long start = offset;
    number++;
    try {
      while (ahead >= 0 && ahead != '\n') {
        bytes.write(ahead);
        ahead = in.read();
      }
      offset += bytes.size();
      boolean ended = ahead == '\n';
      if (ended) {
        offset++;
        ahead = in.read();
      }
      return line(start, ended);
    } catch (IOException e) {
      throw unreadable(e, file);
    }
  }

  private Line line(long start, boolean ended) {
    String text = decoded();
    if (start == 0 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      text = text.substring(1);
    }
    boolean dos = ended && text.endsWith("\r");
    return new Line(
        number,
        start,
        dos ? text.substring(0, text.length() - 1) : text,
        ended ? (dos ? "\r\n" : "\n") : "");
  }

  private String decoded() {
    try {
      // A decoder of our own: the one behind new String() replaces what it cannot read.
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new InputException(
          "%s:%d: is not UTF-8; convert the file, for example with iconv".formatted(file, number),
          e);
    }
  }

  private static InputException unreadable(IOException e, Path file) {
    return new InputException(file + ": cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(e, file);
    }
  }
}
