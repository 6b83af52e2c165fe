package bantam.results;

import static java.nio.charset.StandardCharsets.US_ASCII;

import bantam.recipes.InputException;
import bantam.results.files.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads the rows of Arrow files in either format, one batch in memory at a time. */
final class ArrowIn {
  private static final byte[] MAGIC = "ARROW1".getBytes(US_ASCII);

  /** What a reader needs beside the content, at most; a damaged length must not take all memory. */
  private static final long SPARE = 16 << 20;

  private ArrowIn() {}

  /** What becomes of the rows, once their schema is known. */
  interface Sink extends Function<Schema, Consumer<List<Object>>> {}

  /**
   * Reads a file to its end; a stream that is still growing or was torn, to its last whole batch.
   *
   * @param sink asked for once; gets no row of a file that has no schema yet
   * @throws InputException the file is missing, damaged or no Arrow file
   */
  static void read(Path file, Sink sink) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        BufferAllocator allocator = new RootAllocator(SPARE + 8 * channel.size())) {
      boolean random = isFileFormat(file);
      long end = random ? channel.size() : streamEnd(file);
      if (end > 0) {
        try (ArrowReader reader =
            random
                ? new ArrowFileReader(channel, allocator)
                : new ArrowStreamReader(new Bounded(channel, end), allocator)) {
          read(file, reader, sink);
        }
      }
    } catch (NoSuchFileException e) {
      throw new InputException("there is no " + file, e);
    } catch (IOException e) {
      throw Disk.cannotRead(file, e);
    }
  }

  private static boolean isFileFormat(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /** Where the whole batches of a stream end. Only our own streams may be torn: they live. */
  private static long streamEnd(Path file) throws IOException {
    ArrowScan scan = ArrowScan.of(file);
    if (file.toString().endsWith(TableWriter.GROWING)) {
      return scan.end();
    }
    if (scan.schemaEnd() == 0) {
      throw new InputException(file + " is no Arrow file; give one in the file or stream format");
    }
    if (!scan.clean()) {
      throw new InputException(
          "%s is cut off after %d rows; fetch or write it again".formatted(file, scan.rows()));
    }
    return scan.end();
  }

  private static void read(Path file, ArrowReader reader, Sink sink) {
    VectorSchemaRoot root = sound(file, reader::getVectorSchemaRoot);
    Consumer<List<Object>> rows = sink.apply(root.getSchema());
    while (sound(file, reader::loadNextBatch)) {
      for (int r = 0; r < root.getRowCount(); r++) {
        int row = r;
        rows.accept(sound(file, () -> row(root, row, reader)));
      }
    }
  }

  private static List<Object> row(VectorSchemaRoot root, int index, ArrowReader reader) {
    List<Object> row = new ArrayList<>(root.getFieldVectors().size());
    for (FieldVector vector : root.getFieldVectors()) {
      row.add(Cells.get(vector, index, reader));
    }
    return Collections.unmodifiableList(row);
  }

  /** What the reader gives; whatever it throws at, it is the file that is not sound. */
  private static <T> T sound(Path file, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException | RuntimeException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InputException("%s is damaged or no Arrow file: %s".formatted(file, reason), e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }
}
