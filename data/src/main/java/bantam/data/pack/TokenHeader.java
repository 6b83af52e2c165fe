package bantam.data.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The beginning of a token file. Behind it stand the ids, unsigned and little-endian, zeros up to a
 * multiple of 8 bytes, the places where documents start as int64, and, where some tokens do not
 * count, a bit for each token, set if it does not, in int64 words.
 *
 * @param width bytes of an id, 2 or 4
 * @param closed as {@link Tokenized#closed}
 * @param words of the bits; 0 if every token counts
 * @param targets as {@link Tokenized#targets}
 * @param bytes as {@link Tokenized#bytes}
 * @param crc32c of everything behind the header, then of the header with a 0 in this place
 */
record TokenHeader(
    int width,
    boolean closed,
    long tokens,
    long documents,
    long words,
    long targets,
    long bytes,
    long crc32c) {
  static final int SIZE = 64;

  /** "BANTAMT" and the format's version, which its reader knows only one of. */
  private static final long MAGIC = 0x01_54_4D_41_54_4E_41_42L;

  TokenHeader withCrc32c(long value) {
    return new TokenHeader(width, closed, tokens, documents, words, targets, bytes, value);
  }

  ByteBuffer encoded() {
    return ByteBuffer.allocate(SIZE)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(MAGIC)
        .putInt(width)
        .putInt(closed ? 1 : 0)
        .putLong(tokens)
        .putLong(documents)
        .putLong(words)
        .putLong(targets)
        .putLong(bytes)
        .putLong(crc32c)
        .flip();
  }

  /**
   * @throws IOException it is not one, or does not fit the file's size
   */
  static TokenHeader decode(ByteBuffer from, long fileSize) throws IOException {
    ByteBuffer in = from.order(ByteOrder.LITTLE_ENDIAN);
    if (fileSize < SIZE || in.getLong() != MAGIC) {
      throw new IOException("is not a token file");
    }
    TokenHeader header =
        new TokenHeader(
            in.getInt(),
            in.getInt() == 1,
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong(),
            in.getLong());
    boolean sound =
        (header.width == 2 || header.width == 4)
            && inside(header.tokens, fileSize)
            && inside(header.documents, Math.min(fileSize, Integer.MAX_VALUE))
            && inside(header.words, fileSize);
    if (!sound || header.fileSize() != fileSize) {
      throw new IOException("is damaged: its size is not what its beginning says");
    }
    return header;
  }

  private static boolean inside(long count, long most) {
    return count >= 0 && count <= most;
  }

  long startsAt() {
    return (SIZE + tokens * width + 7) / 8 * 8;
  }

  long wordsAt() {
    return startsAt() + 8 * documents;
  }

  long fileSize() {
    return wordsAt() + 8 * words;
  }
}
