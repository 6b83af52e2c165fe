package bantam.data.corpus;

import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * The outline of an Arrow IPC file, read without its bodies: its format, and how many rows it has.
 * Lengths are checked against the file, because Arrow's own reader allocates whatever a broken file
 * claims.
 *
 * @param random whether it is the random-access format rather than a stream
 * @see <a href="https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format">the
 *     format</a>
 */
record ArrowFrames(boolean random, long rows) {
  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final int CONTINUATION = -1;

  static ArrowFrames scan(Path file, SeekableByteChannel channel) throws IOException {
    long size = channel.size();
    boolean random =
        size >= 2L * MAGIC.length && ByteBuffer.wrap(MAGIC).equals(read(channel, 0, MAGIC.length));
    long position = random ? 8 : 0;
    long rows = 0;
    while (position + 4 <= size) {
      int length = intAt(channel, position);
      position += 4;
      if (length == CONTINUATION && position + 4 <= size) {
        length = intAt(channel, position);
        position += 4;
      }
      if (length == 0) {
        return new ArrowFrames(random, rows);
      }
      if (length < 0 || length > size - position) {
        throw wrong(file);
      }
      Message message = Message.getRootAsMessage(read(channel, position, length));
      position += length;
      if (message.bodyLength() < 0 || message.bodyLength() > size - position) {
        throw wrong(file);
      }
      position += message.bodyLength();
      if (message.headerType() == MessageHeader.RecordBatch) {
        RecordBatch batch = (RecordBatch) message.header(new RecordBatch());
        rows += Math.max(0, batch == null ? 0 : batch.length());
      }
    }
    if (position != size || size == 0) {
      throw wrong(file);
    }
    // A stream that is still being written, or was left so, has no end mark.
    return new ArrowFrames(random, rows);
  }

  private static InputException wrong(Path file) {
    return new InputException(
        file + ": is not an Arrow file or stream, or was cut off; write or fetch it again");
  }

  private static int intAt(SeekableByteChannel channel, long position) throws IOException {
    return read(channel, position, 4).getInt();
  }

  private static ByteBuffer read(SeekableByteChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(position);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // A short read is no end.
    }
    return buffer.flip();
  }
}
