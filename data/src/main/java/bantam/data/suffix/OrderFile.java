package bantam.data.suffix;

import bantam.data.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The order of a text's suffixes in a file: a header of four little-endian int64, which are a magic
 * number, how many there are, a checksum of the text, and one of the order; then the order, int32.
 */
final class OrderFile {
  /** "BANTAMS" and the format's version. */
  private static final long MAGIC = 0x01_53_4D_41_54_4E_41_42L;

  private static final int HEADER = 32;
  private static final int AT_A_TIME = 1 << 20;

  private OrderFile() {}

  static void write(Path file, int[] text, int[] order) throws IOException {
    ByteBuffer header =
        ByteBuffer.allocate(HEADER)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(MAGIC)
            .putLong(order.length)
            .putLong(checksum(text))
            .putLong(checksum(order))
            .flip();
    WholeFile.write(
        file,
        channel -> {
          writeAll(channel, header);
          for (int from = 0; from < order.length; from += AT_A_TIME) {
            writeAll(channel, bytes(order, from));
          }
        });
  }

  /**
   * @throws java.nio.file.NoSuchFileException there is none
   * @throws IOException it is damaged, or of another text; the message begins with a verb
   */
  static int[] read(Path file, int[] text) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      readAll(channel, header);
      if (header.getLong() != MAGIC
          || header.getLong() != text.length
          || channel.size() != HEADER + 4L * text.length) {
        throw new IOException("is not the order of these suffixes");
      }
      if (header.getLong() != checksum(text)) {
        throw new IOException("is of another text");
      }
      int[] order = new int[text.length];
      for (int from = 0; from < order.length; from += AT_A_TIME) {
        int count = Math.min(AT_A_TIME, order.length - from);
        ByteBuffer some = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        readAll(channel, some);
        some.asIntBuffer().get(order, from, count);
      }
      if (header.getLong() != checksum(order)) {
        throw new IOException("is damaged: its checksum is not what its beginning says");
      }
      return order;
    }
  }

  private static ByteBuffer bytes(int[] numbers, int from) {
    int count = Math.min(AT_A_TIME, numbers.length - from);
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(numbers, from, count);
    return bytes;
  }

  private static long checksum(int[] numbers) {
    CRC32C crc = new CRC32C();
    for (int from = 0; from < numbers.length; from += AT_A_TIME) {
      crc.update(bytes(numbers, from));
    }
    return crc.getValue();
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static void readAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("is damaged: it ends too early");
      }
    }
    bytes.flip();
  }
}
