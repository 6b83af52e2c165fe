package bantam.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes rows of cells in either Arrow format; the same rows give the same bytes. */
final class ArrowOut {
  private ArrowOut() {}

  /** Writes a stream's schema. */
  static void schema(FileChannel out, Schema schema) throws IOException {
    MessageSerializer.serialize(new WriteChannel(out), schema);
  }

  /** Writes one batch behind a stream's schema and earlier batches. */
  static void batch(FileChannel out, Schema schema, List<List<Object>> rows) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      fill(root, rows);
      try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
        MessageSerializer.serialize(new WriteChannel(out), batch);
      }
    }
  }

  private static void fill(VectorSchemaRoot root, List<List<Object>> rows) {
    root.clear();
    for (int c = 0; c < root.getFieldVectors().size(); c++) {
      root.getVector(c).setInitialCapacity(rows.size());
      for (int r = 0; r < rows.size(); r++) {
        Cells.set(root.getVector(c), r, rows.get(r).get(c));
      }
    }
    root.setRowCount(rows.size());
  }

  /** A file in the random-access format, in batches of one size whatever comes when. */
  static final class RandomAccess implements AutoCloseable {
    private final List<List<Object>> pending = new ArrayList<>();
    private final FileChannel channel;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final ArrowFileWriter writer;

    RandomAccess(Path file, Schema schema) throws IOException {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      allocator = new RootAllocator();
      root = VectorSchemaRoot.create(schema, allocator);
      // It starts to write with its first batch, not here: who fails here cannot be closed.
      writer = new ArrowFileWriter(root, null, channel);
    }

    void add(List<Object> row) {
      pending.add(row);
      if (pending.size() == TableWriter.BATCH) {
        try {
          write();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    private void write() throws IOException {
      fill(root, pending);
      writer.writeBatch();
      pending.clear();
    }

    /** Writes what is left and the footer. */
    void end() throws IOException {
      if (!pending.isEmpty()) {
        write();
      }
      writer.end();
    }

    @Override
    public void close() throws IOException {
      try (allocator;
          root;
          channel) {
        root.clear();
      }
    }
  }
}
