package bantam.data.records;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Unpacks the pages of Parquet files in Java alone: parquet-java's own codecs need Hadoop, or
 * native libraries of several megabytes.
 *
 * @see <a href="https://github.com/apache/parquet-format/blob/master/Compression.md">the codecs</a>
 */
final class ParquetCodecs implements CompressionCodecFactory {
  /** A page is far smaller, whatever a broken file says. */
  private static final int LARGEST = 1 << 30;

  /** From packed bytes to so many. */
  @FunctionalInterface
  private interface Unpacker {
    byte[] unpacked(byte[] packed, int size) throws IOException;
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Pages((packed, size) -> packed);
      case GZIP -> new Pages(ParquetCodecs::gunzipped);
      case SNAPPY -> new Pages((packed, size) -> by(new SnappyDecompressor(), packed, size));
      case ZSTD -> new Pages((packed, size) -> by(new ZstdDecompressor(), packed, size));
      case LZ4_RAW -> new Pages((packed, size) -> by(new Lz4Decompressor(), packed, size));
      default ->
          throw new IllegalArgumentException(
              "it is packed with %s, where snappy, zstd, gzip and lz4_raw are read"
                  .formatted(codec));
    };
  }

  private static byte[] by(Decompressor codec, byte[] packed, int size) {
    byte[] bytes = new byte[size];
    codec.decompress(packed, 0, packed.length, bytes, 0, size);
    return bytes;
  }

  private static byte[] gunzipped(byte[] packed, int size) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readNBytes(size);
    }
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("files are only read here");
  }

  @Override
  public void release() {
    // holds nothing
  }

  /** The pages of one codec. */
  private record Pages(Unpacker unpacker) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      return BytesInput.from(unpacked(packed.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer bytes, int size)
        throws IOException {
      byte[] page = new byte[packedSize];
      packed.get(page);
      bytes.put(unpacked(page, size));
    }

    private byte[] unpacked(byte[] packed, int size) throws IOException {
      if (size < 0 || size > LARGEST) {
        throw new IOException("a page claims %,d bytes".formatted(size));
      }
      return unpacker.unpacked(packed, size);
    }

    @Override
    public void release() {
      // holds nothing
    }
  }
}
