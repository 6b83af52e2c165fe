package bantam.data.tensors;

import bantam.data.WholeFile;
import bantam.recipes.InputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes safetensors files, whole or not at all, holding one tensor's bytes at a time. The order is
 * the reference implementation's (widest type first, then by name) and the header has no spaces but
 * its padding, so that the same tensors give the same bytes, here and there.
 */
public final class SafetensorsWriter {
  private static final JsonMapper JSON = new JsonMapper();

  private SafetensorsWriter() {}

  /**
   * A tensor to write.
   *
   * @param shape sizes, outermost first
   * @param pieces its elements, little-endian, row-major, in one buffer or several; asked for once,
   *     when its turn comes
   */
  public record Tensor(
      String name, TensorType type, List<Long> shape, Iterable<ByteBuffer> pieces) {
    public Tensor {
      shape = List.copyOf(shape);
    }

    /** A tensor of less than 2 GiB, whose bytes come in one buffer. */
    public Tensor(String name, TensorType type, List<Long> shape, Supplier<ByteBuffer> bytes) {
      this(name, type, shape, () -> List.of(bytes.get()).iterator());
    }

    /** Bytes that it takes. */
    public long length() {
      return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    }
  }

  /**
   * Writes a file, replacing one that is there.
   *
   * @param metadata may be empty; transformers wants {@code format: pt}
   * @throws InputException if the file cannot be written, say on a full disk; nothing is left then
   */
  public static void write(Path file, List<Tensor> tensors, Map<String, String> metadata) {
    List<Tensor> ordered = new ArrayList<>(tensors);
    ordered.sort(Comparator.comparing(Tensor::type).thenComparing(Tensor::name));
    byte[] header = header(ordered, metadata);
    try {
      WholeFile.write(
          file,
          channel -> {
            writeAll(
                channel,
                ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .flip());
            writeAll(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : ordered) {
              writeTensor(channel, tensor);
            }
          });
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static void writeTensor(FileChannel channel, Tensor tensor) throws IOException {
    long written = 0;
    for (ByteBuffer piece : tensor.pieces()) {
      written += piece.remaining();
      writeAll(channel, piece.duplicate());
    }
    if (written != tensor.length()) {
      throw new IllegalArgumentException(
          "tensor %s gives %d bytes; %s of the shape %s has %d"
              .formatted(tensor.name(), written, tensor.type(), tensor.shape(), tensor.length()));
    }
  }

  private static byte[] header(List<Tensor> ordered, Map<String, String> metadata) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put("__metadata__", new TreeMap<>(metadata));
    }
    long end = 0;
    for (Tensor tensor : ordered) {
      long begin = end;
      end = Math.addExact(begin, tensor.length());
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", tensor.type().name());
      entry.put("shape", tensor.shape());
      entry.put("data_offsets", List.of(begin, end));
      if (header.put(tensor.name(), entry) != null) {
        throw new IllegalArgumentException("two tensors are named " + tensor.name());
      }
    }
    try {
      String json = JSON.writeValueAsString(header);
      int length = json.getBytes(StandardCharsets.UTF_8).length;
      // The tensors begin at a multiple of 8, so that a mapped one is aligned.
      return (json + " ".repeat(Math.floorMod(-length, 8))).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings, numbers and lists is JSON", e);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
