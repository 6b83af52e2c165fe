package bantam.data.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Token ids in a file that is mapped into memory, so that the heap holds none of them and processes
 * share them. A mapping holds at most 2 GiB; a larger file has several.
 */
final class MappedTokenized implements Tokenized {
  private static final int SEGMENT_BITS = 30;

  private final TokenHeader header;
  private final ByteBuffer[] segments;
  private final int bits;

  private MappedTokenized(TokenHeader header, ByteBuffer[] segments, int bits) {
    this.header = header;
    this.segments = segments;
    this.bits = bits;
  }

  /**
   * Maps a file and checks all of it.
   *
   * @throws java.nio.file.NoSuchFileException there is none
   * @throws IOException it is damaged, or cannot be read; the message begins with a verb
   */
  static MappedTokenized open(Path file) throws IOException {
    return open(file, SEGMENT_BITS);
  }

  /**
   * @param bits log2 of a segment's bytes, at least 7
   */
  static MappedTokenized open(Path file, int bits) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      ByteBuffer first = ByteBuffer.allocate(TokenHeader.SIZE);
      while (first.hasRemaining() && channel.read(first) >= 0) {
        // a short read is no end
      }
      TokenHeader header = TokenHeader.decode(first.rewind(), size);
      long segment = 1L << bits;
      ByteBuffer[] segments = new ByteBuffer[Math.toIntExact((size + segment - 1) / segment)];
      CRC32C crc = new CRC32C();
      for (int i = 0; i < segments.length; i++) {
        long from = i * segment;
        segments[i] =
            channel
                .map(MapMode.READ_ONLY, from, Math.min(segment, size - from))
                .order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer body = segments[i].duplicate();
        crc.update(i == 0 ? body.position(TokenHeader.SIZE) : body);
      }
      crc.update(header.withCrc32c(0).encoded());
      if (crc.getValue() != header.crc32c()) {
        throw new IOException("is damaged: its checksum is not what its beginning says");
      }
      return new MappedTokenized(header, segments, bits);
    }
  }

  // All values are aligned to their size, so that none lies in two segments.

  private long longAt(long offset) {
    return segments[(int) (offset >>> bits)].getLong(within(offset));
  }

  private int within(long offset) {
    return (int) (offset & ((1L << bits) - 1));
  }

  @Override
  public void ids(long from, int count, int[] into) {
    if (from < 0 || count < 0 || from + count > header.tokens()) {
      throw new IndexOutOfBoundsException(
          "%d tokens from %d of %d".formatted(count, from, header.tokens()));
    }
    long offset = TokenHeader.SIZE + from * header.width();
    for (int i = 0; i < count; i++, offset += header.width()) {
      ByteBuffer segment = segments[(int) (offset >>> bits)];
      into[i] =
          header.width() == 2
              ? Short.toUnsignedInt(segment.getShort(within(offset)))
              : segment.getInt(within(offset));
    }
  }

  @Override
  public long tokens() {
    return header.tokens();
  }

  @Override
  public int documents() {
    return (int) header.documents();
  }

  @Override
  public long start(int document) {
    return longAt(header.startsAt() + 8L * document);
  }

  @Override
  public boolean closed() {
    return header.closed();
  }

  @Override
  public boolean masked() {
    return header.words() > 0;
  }

  @Override
  public boolean counts(long place) {
    return !masked() || (longAt(header.wordsAt() + 8 * (place >>> 6)) & (1L << place)) == 0;
  }

  @Override
  public long targets() {
    return header.targets();
  }

  @Override
  public long bytes() {
    return header.bytes();
  }
}
