package bantam.results;

import bantam.results.files.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** An Arrow stream that grows at its end by whole record batches. */
final class Growing implements AutoCloseable {
  private final Path file;
  private final Schema schema;
  private final FileChannel out;
  private final List<List<Object>> pending = new ArrayList<>();
  private long written;

  /**
   * @param file an empty one gets the schema; a stream of this schema goes on
   * @param rows rows in it
   */
  Growing(Path file, Schema schema, long rows) throws IOException {
    this.file = file;
    this.schema = schema;
    this.written = rows;
    this.out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      out.position(out.size());
      if (out.size() == 0) {
        ArrowOut.schema(out, schema);
      }
    } catch (IOException e) {
      out.close();
      throw e;
    }
  }

  long rows() {
    return written + pending.size();
  }

  void add(List<Object> row) {
    pending.add(row);
    if (pending.size() == TableWriter.BATCH) {
      flush();
    }
  }

  /** Makes a batch of the rows that are in none yet. */
  void flush() {
    if (pending.isEmpty()) {
      return;
    }
    try {
      append();
    } catch (IOException e) {
      throw Disk.cannotWrite(file, e);
    }
    written += pending.size();
    pending.clear();
  }

  private void append() throws IOException {
    long start = out.position();
    try {
      ArrowOut.batch(out, schema, pending);
    } catch (IOException e) {
      // A torn batch would hide every batch that is written behind it.
      out.position(start);
      out.truncate(start);
      throw e;
    }
  }

  /** {@link #flush}, then waits for the disk. */
  void sync() {
    flush();
    try {
      out.force(true);
    } catch (IOException e) {
      throw Disk.cannotWrite(file, e);
    }
  }

  @Override
  public void close() {
    if (!out.isOpen()) {
      return;
    }
    try (out) {
      flush();
    } catch (IOException e) {
      throw Disk.cannotWrite(file, e);
    }
  }
}
