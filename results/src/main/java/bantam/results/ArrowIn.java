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
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads the rows of Arrow files in either format, one batch in memory at a time. */
final class ArrowIn {
  private static final byte[] MAGIC = "ARROW1".getBytes(US_ASCII);

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
        BufferAllocator allocator = new RootAllocator()) {
      boolean random = isFileFormat(file);
      long end = random ? channel.size() : streamEnd(file);
      if (end > 0) {
        try (ArrowReader reader =
            random
                ? new ArrowFileReader(channel, allocator)
                : new ArrowStreamReader(new Bounded(channel, end), allocator)) {
          read(reader, sink);
        }
      }
    } catch (NoSuchFileException e) {
      throw new InputException("there is no " + file, e);
    } catch (IOException e) {
      throw Disk.cannotRead(file, e);
    } catch (IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException
        | UnsupportedOperationException
        | OutOfMemoryException e) {
      throw new InputException(
          "%s is damaged or no Arrow file: %s"
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
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

  private static void read(ArrowReader reader, Sink sink) throws IOException {
    VectorSchemaRoot root = reader.getVectorSchemaRoot();
    Consumer<List<Object>> rows = sink.apply(root.getSchema());
    while (reader.loadNextBatch()) {
      for (int r = 0; r < root.getRowCount(); r++) {
        List<Object> row = new ArrayList<>(root.getFieldVectors().size());
        for (var vector : root.getFieldVectors()) {
          row.add(Cells.get(vector, r, reader));
        }
        rows.accept(Collections.unmodifiableList(row));
      }
    }
  }
}
