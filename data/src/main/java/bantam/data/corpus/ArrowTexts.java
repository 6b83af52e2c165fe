package bantam.data.corpus;

import static java.util.stream.Collectors.joining;

import bantam.recipes.InputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;

/** The rows of an Arrow IPC file or stream, some of its columns, batch by batch. */
public final class ArrowTexts implements AutoCloseable {
  /** Buffers are rounded up to powers of two, and a dictionary stays while batches come. */
  private static final long MEMORY_PER_BYTE = 4;

  private static final long LEAST_MEMORY = 1 << 24;

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Path file;
  private final Wanted wanted;
  private final long bytes;
  private final long rows;
  private final BufferAllocator allocator;
  private final ArrowReader reader;
  private boolean closed;

  /**
   * The columns to read.
   *
   * @param optional those that may be missing
   * @param nested whether lists of structs may stand in them, too
   * @param all whether every column is read instead, whatever it holds
   */
  private record Wanted(List<String> columns, List<String> optional, boolean nested, boolean all) {}

  private ArrowTexts(Path file, Wanted wanted, FileChannel channel) throws IOException {
    this.file = file;
    this.wanted = wanted;
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

  /** One column of text. */
  static ArrowTexts open(Path file, String column) {
    return open(file, new Wanted(List.of(column), List.of(), false, false));
  }

  /** Some columns of text or of lists. */
  static ArrowTexts open(Path file, List<String> columns, List<String> optional) {
    return open(file, new Wanted(columns, optional, true, false));
  }

  /** All columns, as JSON. */
  public static ArrowTexts open(Path file) {
    return open(file, new Wanted(List.of(), List.of(), true, true));
  }

  private static ArrowTexts open(Path file, Wanted wanted) {
    OneFile.check(file);
    try {
      FileChannel channel = FileChannel.open(file);
      try {
        return new ArrowTexts(file, wanted, channel);
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

  /** All rows, as objects of the wanted columns. */
  public Stream<JsonLine> rows() {
    return rows(new Part(0, 1));
  }

  /** The rows that lie in a slice, as objects of the wanted columns. */
  Stream<JsonLine> rows(Part part) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Rows(part), 0), false);
  }

  /** Goes through the rows, one batch in memory at a time. */
  private final class Rows implements Iterator<JsonLine> {
    private final Part part;
    private Map<String, FieldVector> vectors = Map.of();
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
        vectors = vectors();
        count = reader.getVectorSchemaRoot().getRowCount();
        return true;
      } catch (InputException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw ArrowCorpus.broken(file, e);
      }
    }

    @Override
    public JsonLine next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int row = next++;
      ObjectNode object = JSON.objectNode();
      vectors.forEach((column, vector) -> object.set(column, value(column, vector, row)));
      return new JsonLine("%s: row %d".formatted(file, before + row), object);
    }

    private JsonNode value(String column, FieldVector vector, int row) {
      String place = "%s: row %d: '%s'".formatted(file, before + row, column);
      try {
        if (vector.isNull(row)) {
          if (wanted.all() || wanted.optional().contains(column)) {
            return JSON.nullNode();
          }
          throw new InputException(place + " is null; leave such rows out of the file");
        }
        if ((wanted.nested() && vector instanceof ListVector)
            || (wanted.all() && vector instanceof StructVector)) {
          // what Arrow makes of a list prints itself as JSON
          return MAPPER.readTree(vector.getObject(row).toString());
        }
        if (wanted.all() && vector.getField().getDictionary() == null && !isText(vector)) {
          return MAPPER.valueToTree(vector.getObject(row));
        }
        return JSON.textNode(text(column, vector, row));
      } catch (InputException e) {
        throw e;
      } catch (CharacterCodingException e) {
        throw new InputException(place + " is not UTF-8", e);
      } catch (JsonProcessingException | RuntimeException e) {
        throw ArrowCorpus.broken(file, e);
      }
    }

    private String text(String column, FieldVector vector, int row)
        throws CharacterCodingException {
      if (vector.getField().getDictionary() == null) {
        return string(column, vector, row);
      }
      Dictionary dictionary = reader.lookup(vector.getField().getDictionary().getId());
      int index = (int) ((BaseIntVector) vector).getValueAsLong(row);
      return string(column, dictionary.getVector(), index);
    }
  }

  private static boolean isText(ValueVector vector) {
    return vector instanceof VarCharVector
        || vector instanceof LargeVarCharVector
        || vector instanceof ViewVarCharVector;
  }

  private Map<String, FieldVector> vectors() throws IOException {
    Map<String, FieldVector> vectors = new LinkedHashMap<>();
    if (wanted.all()) {
      reader
          .getVectorSchemaRoot()
          .getFieldVectors()
          .forEach(vector -> vectors.put(vector.getName(), vector));
    }
    for (String column : wanted.columns()) {
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
      vectors.put(column, vector);
    }
    for (String column : wanted.optional()) {
      FieldVector vector = reader.getVectorSchemaRoot().getVector(column);
      if (vector != null) {
        vectors.put(column, vector);
      }
    }
    return vectors;
  }

  private String string(String column, ValueVector vector, int row)
      throws CharacterCodingException {
    byte[] text;
    if (vector instanceof VarCharVector strings) {
      checkLength(column, strings.getValueLength(row));
      text = strings.get(row);
    } else if (vector instanceof LargeVarCharVector strings) {
      checkLength(column, strings.getValueLength(row));
      text = strings.get(row);
    } else if (vector instanceof ViewVarCharVector strings) {
      checkLength(column, strings.getValueLength(row));
      text = strings.get(row);
    } else {
      throw new InputException(
          "%s: column '%s' holds %s; it must hold text"
              .formatted(file, column, vector.getMinorType()));
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
  }

  /** Arrow allocates what a broken offset claims before it looks whether it is there. */
  private void checkLength(String column, long length) {
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
