package bantam.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * The whole messages at the start of an Arrow stream. What comes after them was torn off by a crash
 * or is still being written.
 *
 * @param schemaEnd bytes up to the end of the schema; 0 if not even that is whole
 * @param batches the whole record batches
 * @param end bytes up to the end of the last whole message
 * @param clean whether the file ends there, or with an end-of-stream mark
 * @see <a
 *     href="https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format">Encapsulated
 *     message format</a>
 */
record ArrowScan(long schemaEnd, List<Batch> batches, long end, boolean clean) {
  private static final int CONTINUATION = -1;
  private static final int LONGEST_METADATA = 256 << 20;

  /**
   * A whole record batch.
   *
   * @param end bytes of the stream up to its end
   * @param rows rows in it and all before it
   */
  record Batch(long end, long rows) {}

  long rows() {
    return batches.isEmpty() ? 0 : batches.get(batches.size() - 1).rows();
  }

  static ArrowScan of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return of(channel);
    }
  }

  private static ArrowScan of(FileChannel channel) throws IOException {
    long size = channel.size();
    long schemaEnd = 0;
    long end = 0;
    long rows = 0;
    List<Batch> batches = new ArrayList<>();
    Framed message = next(channel, 0, size);
    while (message != null && message.end() > end) {
      end = message.end();
      if (message.type() == MessageHeader.Schema) {
        schemaEnd = end;
      } else if (schemaEnd == 0) {
        return new ArrowScan(0, List.of(), 0, false);
      } else if (message.type() == MessageHeader.RecordBatch) {
        rows += message.rows();
        batches.add(new Batch(end, rows));
      }
      message = next(channel, end, size);
    }
    return new ArrowScan(schemaEnd, List.copyOf(batches), end, message != null || end == size);
  }

  /** A message that is whole; an end-of-stream mark is one that ends where it begins. */
  private record Framed(long end, byte type, long rows) {}

  private static Framed next(FileChannel channel, long start, long size) throws IOException {
    ByteBuffer prefix = read(channel, start, 8, size);
    if (prefix == null) {
      return null;
    }
    // Before format 1.0 the length came without the continuation mark; such files are still about.
    boolean marked = prefix.getInt(0) == CONTINUATION;
    int length = prefix.getInt(marked ? 4 : 0);
    long metadata = start + (marked ? 8 : 4);
    if (length == 0 && marked) {
      return new Framed(start, MessageHeader.NONE, 0);
    }
    ByteBuffer header =
        length <= 0 || length > LONGEST_METADATA ? null : read(channel, metadata, length, size);
    return header == null ? null : parse(header, metadata + length, size);
  }

  private static Framed parse(ByteBuffer header, long bodyStart, long size) {
    try {
      Message message = Message.getRootAsMessage(header);
      long end = bodyStart + message.bodyLength();
      if (message.bodyLength() < 0 || end > size) {
        return null;
      }
      byte type = message.headerType();
      boolean batch = type == MessageHeader.RecordBatch;
      return new Framed(end, type, batch ? rows(message) : 0);
    } catch (IndexOutOfBoundsException e) {
      // Bytes that are no message: a torn write can leave anything.
      return null;
    }
  }

  private static long rows(Message message) {
    return ((RecordBatch) message.header(new RecordBatch())).length();
  }

  private static ByteBuffer read(FileChannel channel, long start, int length, long size)
      throws IOException {
    if (start + length > size) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, start + buffer.position()) < 0) {
        return null;
      }
    }
    return buffer.flip();
  }
}
