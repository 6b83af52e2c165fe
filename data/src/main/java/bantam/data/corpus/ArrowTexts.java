package bantam.data.corpus;

import static java.util.stream.Collectors.joining;

import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;

/** The texts of one column of an Arrow IPC file or stream, batch by batch. */
final class ArrowTexts implements AutoCloseable {
  /** Buffers are rounded up to powers of two, and a dictionary stays while batches come. */
  private static final long MEMORY_PER_BYTE = 4;

  private static final long LEAST_MEMORY = 1 << 24;

  private final Path file;
  private final String column;
  private final long bytes;
  private final long rows;
  private final BufferAllocator allocator;
  private final ArrowReader reader;
  private boolean closed;

  private ArrowTexts(Path file, String column, FileChannel channel) throws IOException {
    this.file = file;
    this.column = column;
    ArrowFrames frames = ArrowFrames.scan(file, channel);
    channel.position(0);
    this.rows = frames.rows();
    this.bytes = channel.size();
    this.allocator = new RootAllocator(LEAST_MEMORY + MEMORY_PER_BYTE * bytes);
    this.reader =
        frames.random()
            ? new ArrowFileReader(channel, allocator)
            : new ArrowStreamReader(channel, allocator);
  }

  static ArrowTexts open(Path file, String column) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": is a directory; name a file in it");
    }
    try {
      FileChannel channel = FileChannel.open(file);
      try {
        return new ArrowTexts(file, column, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file", e);
    } catch (InputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw ArrowCorpus.broken(file, e);
    }
  }

  /** The texts of the rows that lie in a slice. */
  Stream<String> rows(Part part) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Rows(part), 0), false);
  }

  /** Goes through the rows, one batch in memory at a time. */
  private final class Rows implements Iterator<String> {
    private final Part part;
    private FieldVector vector;
    private long before;
    private int next;
    private int count;

    Rows(Part part) {
      this.part = part;
    }

    @Override
    public boolean hasNext() {
      while (true) {
        while (next < count) {
          if (part.holds(before + next, rows)) {
            return true;
          }
          next++;
        }
        before += count;
        if (closed || !load()) {
          count = 0;
          return false;
        }
        next = 0;
      }
    }

    private boolean load() {
      try {
        if (!reader.loadNextBatch()) {
          return false;
        }
        vector = vector();
        count = reader.getVectorSchemaRoot().getRowCount();
        return true;
      } catch (InputException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw ArrowCorpus.broken(file, e);
      }
    }

    @Override
    public String next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int row = next++;
      try {
        return text(row);
      } catch (InputException e) {
        throw e;
      } catch (CharacterCodingException e) {
        throw new InputException(place(row) + " is not UTF-8", e);
      } catch (RuntimeException e) {
        throw ArrowCorpus.broken(file, e);
      }
    }

    private String text(int row) throws CharacterCodingException {
      if (vector.isNull(row)) {
        throw new InputException(place(row) + " is null; leave such rows out of the file");
      }
      if (vector.getField().getDictionary() == null) {
        return string(vector, row);
      }
      Dictionary dictionary = reader.lookup(vector.getField().getDictionary().getId());
      int index = (int) ((BaseIntVector) vector).getValueAsLong(row);
      return string(dictionary.getVector(), index);
    }

    private String place(int row) {
      return "%s: row %d: '%s'".formatted(file, before + row, column);
    }
  }

  private FieldVector vector() throws IOException {
    FieldVector vector = reader.getVectorSchemaRoot().getVector(column);
    if (vector == null) {
      throw new InputException(
          "%s: has no column '%s'; its columns are %s"
              .formatted(
                  file,
                  column,
                  reader.getVectorSchemaRoot().getSchema().getFields().stream()
                      .map(Field::getName)
                      .collect(joining(", "))));
    }
    return vector;
  }

  private String string(org.apache.arrow.vector.ValueVector vector, int row)
      throws CharacterCodingException {
    byte[] text;
    if (vector instanceof VarCharVector strings) {
      checkLength(strings.getValueLength(row));
      text = strings.get(row);
    } else if (vector instanceof LargeVarCharVector strings) {
      checkLength(strings.getValueLength(row));
      text = strings.get(row);
    } else if (vector instanceof ViewVarCharVector strings) {
      checkLength(strings.getValueLength(row));
      text = strings.get(row);
    } else {
      throw new InputException(
          "%s: column '%s' holds %s; it must hold text"
              .formatted(file, column, vector.getMinorType()));
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
  }

  /** Arrow allocates what a broken offset claims before it looks whether it is there. */
  private void checkLength(long length) {
    if (length < 0 || length > bytes) {
      throw new InputException(
          "%s: column '%s' claims a text of %,d bytes; the file is broken"
              .formatted(file, column, length));
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      reader.close();
    } catch (IOException e) {
      throw ArrowCorpus.broken(file, e);
    } finally {
      allocator.close();
    }
  }
}
