package bantam.data.pack;

import bantam.data.Corpus;
import bantam.data.tokenize.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * Writes a token file as the tokens come; only where documents start, and which tokens do not
 * count, is gathered in memory.
 */
final class TokenWriter implements Encoder.Sink {
  private static final int BUFFER = 1 << 20;
  private static final int LARGEST_SHORT = 1 << 16;

  private final FileChannel channel;
  private final int width;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private final LongBuffer starts = new LongBuffer();
  private final LongBuffer unread = new LongBuffer();
  private long tokens;
  private long uncounted;
  private boolean firstUncounted;

  private TokenWriter(FileChannel channel, int vocabulary) {
    this.channel = channel;
    this.width = vocabulary <= LARGEST_SHORT ? 2 : 4;
  }

  static void write(FileChannel channel, Corpus corpus, Tokenizer tokenizer) throws IOException {
    TokenWriter writer = new TokenWriter(channel, tokenizer.size());
    channel.position(TokenHeader.SIZE);
    Encoder.Totals totals;
    try {
      totals = Encoder.encode(corpus, tokenizer, writer);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    writer.finish(totals);
  }

  @Override
  public void begin() {
    starts.add(tokens);
  }

  @Override
  public void token(int id, boolean counts) {
    if (!counts) {
      unread.setBit(tokens);
      uncounted++;
      firstUncounted |= tokens == 0;
    }
    if (width == 2) {
      buffer.putShort((short) id);
    } else {
      buffer.putInt(id);
    }
    tokens++;
    drainIfFull();
  }

  private void finish(Encoder.Totals totals) throws IOException {
    while ((TokenHeader.SIZE + tokens * width + padding()) % 8 != 0) {
      buffer.put((byte) 0);
    }
    write(starts, starts.size());
    long words = uncounted == 0 ? 0 : (tokens + 63) / 64;
    write(unread, words);
    drain();
    long targets = Math.max(0, tokens - 1 - uncounted + (firstUncounted ? 1 : 0));
    TokenHeader header =
        new TokenHeader(
            width, totals.closed(), tokens, starts.size(), words, targets, totals.bytes(), 0);
    crc.update(header.encoded());
    channel.position(0);
    ByteBuffer bytes = header.withCrc32c(crc.getValue()).encoded();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Bytes in the buffer behind the last id. */
  private long padding() throws IOException {
    return channel.position() + buffer.position() - TokenHeader.SIZE - tokens * width;
  }

  private void write(LongBuffer values, long count) {
    for (int i = 0; i < count; i++) {
      buffer.putLong(values.at(i));
      drainIfFull();
    }
  }

  private void drainIfFull() {
    if (buffer.remaining() < Long.BYTES) {
      try {
        drain();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    crc.update(buffer.duplicate());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
