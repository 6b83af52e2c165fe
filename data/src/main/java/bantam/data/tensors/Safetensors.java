package bantam.data.tensors;

import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A safetensors file, memory-mapped tensor by tensor, so that the file may be of any size and
 * nothing of it lies in the Java heap. Opening checks the whole header against the file's length.
 *
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>
 */
public final class Safetensors implements AutoCloseable {
  /** The reference implementation's limit. */
  private static final long LONGEST_HEADER = 100_000_000;

  /**
   * Where a tensor lies.
   *
   * @param shape sizes, outermost first; empty for a scalar
   * @param offset bytes from the end of the header
   * @param length bytes
   */
  public record Entry(String name, TensorType type, List<Long> shape, long offset, long length) {
    public Entry {
      shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long elements() {
      return length / type.bytes();
    }
  }

  /** What one access brings in, where the kernel maps around a fault. */
  private static final int STRIDE = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final long dataStart;

  /** Keeps the compiler from leaving the accesses out. */
  @SuppressWarnings("unused")
  private volatile byte touched;

  private Safetensors(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    long size = channel.size();
    if (size < 8) {
      throw SafetensorsHeader.wrong(file, "it has %d bytes and no header".formatted(size));
    }
    long length = read(0, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > LONGEST_HEADER) {
      throw SafetensorsHeader.wrong(
          file, "its header claims %s bytes".formatted(Long.toUnsignedString(length)));
    }
    if (length > size - 8) {
      throw SafetensorsHeader.wrong(
          file,
          "its header claims %,d bytes and %,d are there; it was cut off"
              .formatted(length, size - 8));
    }
    this.dataStart = 8 + length;
    this.header = SafetensorsHeader.parse(file, read(8, (int) length), size - dataStart);
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws InputException if the file is missing, unreadable or not sound; the message says why
   */
  public static Safetensors open(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": is a directory, not a safetensors file");
    }
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return new Safetensors(file, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  Path file() {
    return file;
  }

  /** The tensors by name, in the order of their data. */
  public Map<String, Entry> entries() {
    return java.util.Collections.unmodifiableMap(header.entries());
  }

  /** What the writer noted, such as {@code format: pt}. */
  public Map<String, String> metadata() {
    return java.util.Collections.unmodifiableMap(header.metadata());
  }

  /** The tensor of this name; a missing one is named together with the file. */
  public Entry entry(String name) {
    Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new InputException(file + ": holds no tensor named '" + name + "'");
    }
    return entry;
  }

  /**
   * A tensor's bytes, mapped, little-endian, read-only. They stay valid after {@link #close}.
   *
   * @throws InputException if it has more than 2 GiB; take it in pieces then
   */
  public ByteBuffer bytes(String name) {
    Entry entry = entry(name);
    if (entry.length() > Integer.MAX_VALUE) {
      throw new InputException(
          file + ": tensor '%s' has more than 2 GiB in one piece".formatted(name));
    }
    return bytes(name, 0, (int) entry.length());
  }

  /**
   * A piece of a tensor's bytes, mapped, little-endian, read-only.
   *
   * @param from bytes from the tensor's start
   * @param length bytes
   */
  public ByteBuffer bytes(String name, long from, int length) {
    Entry entry = entry(name);
    java.util.Objects.checkFromIndexSize(from, length, entry.length());
    try {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, dataStart + entry.offset() + from, length)
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be mapped: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a piece of a tensor's bytes. Other than mapped pages, which stay resident until a
   * collection, they take no memory but the buffer's.
   *
   * @param from bytes from the tensor's start
   * @param into is filled from its position to its limit; several threads may read at once
   */
  public void read(String name, long from, ByteBuffer into) {
    Entry entry = entry(name);
    java.util.Objects.checkFromIndexSize(from, into.remaining(), entry.length());
    try {
      fill(dataStart + entry.offset() + from, into);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * A tensor's bytes, mapped, little-endian, and read from the disk by now. Writing into them
   * changes the buffer and not the file. They stay valid after {@link #close}; a file that somebody
   * makes shorter takes them away.
   *
   * @return empty where they cannot be mapped: more than 2 GiB, not aligned to the elements' size,
   *     or a file that this process may not write, for which the system offers no such mapping
   */
  public Optional<ByteBuffer> own(String name) {
    Entry entry = entry(name);
    long position = dataStart + entry.offset();
    if (entry.length() > Integer.MAX_VALUE
        || entry.length() == 0
        || position % entry.type().bytes() != 0
        || !Files.isWritable(file)) {
      return Optional.empty();
    }
    try (FileChannel writable =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (writable.size() != channel.size()) {
        throw SafetensorsHeader.wrong(file, "it was replaced while it was read");
      }
      ByteBuffer bytes = writable.map(FileChannel.MapMode.PRIVATE, position, entry.length());
      // reads the file in its order; a model would touch it here and there, which disks are slow at
      byte sum = 0;
      for (int at = 0; at < bytes.capacity(); at += STRIDE) {
        sum += bytes.get(at);
      }
      touched = sum;
      return Optional.of(bytes.order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be mapped: " + e.getMessage(), e);
    }
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    fill(position, buffer);
    return buffer.flip();
  }

  private void fill(long position, ByteBuffer into) throws IOException {
    long start = position - into.position();
    while (into.hasRemaining()) {
      if (channel.read(into, start + into.position()) < 0) {
        throw SafetensorsHeader.wrong(file, "it became shorter while it was read");
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new InputException(file + ": cannot be closed: " + e.getMessage(), e);
    }
  }
}
