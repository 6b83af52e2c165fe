package bantam.results;

import bantam.recipes.InputException;
import bantam.results.files.Disk;
import bantam.results.files.Whole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes a table row by row. While the run lives the rows are in {@code X.arrows}, an Arrow stream
 * that grows by record batches; {@link #finish} turns it into the random-access {@code X.arrow}.
 *
 * <p>The finished file is a function of the rows alone: it is written in batches of {@link #BATCH}
 * rows, so where batches were closed on the way, and how often the run was interrupted, leaves no
 * trace in it. One thread writes.
 *
 * @param <R> the row's record, which is the schema
 */
public final class TableWriter<R extends Record & Row> implements AutoCloseable {
  static final String WHOLE = ".arrow";
  static final String GROWING = ".arrows";

  /** Rows of a batch at most; in a finished file every batch but the last has so many. */
  static final int BATCH = 4096;

  private final Path directory;
  private final Class<R> type;
  private final Records<R> records;
  private final Growing growing;

  private TableWriter(Path directory, Class<R> type, Growing growing) {
    this.directory = directory;
    this.type = type;
    this.records = Records.of(type);
    this.growing = growing;
  }

  /** Starts a table anew; what an earlier attempt left of it goes. */
  public static <R extends Record & Row> TableWriter<R> open(Path directory, Class<R> type) {
    return resume(directory, type, 0);
  }

  /**
   * Goes on after the first {@code rows} rows of what an earlier attempt left; the rest goes.
   *
   * @param rows what {@link #rows} was at the checkpoint
   * @throws InputException fewer rows than that are left
   */
  public static <R extends Record & Row> TableWriter<R> resume(
      Path directory, Class<R> type, long rows) {
    Path stream = growing(directory, type);
    // Replaced at once: rows that a checkpoint counts on are never missing, come what may.
    Whole.file(
        stream,
        partial -> {
          try (Growing kept = new Growing(partial, Schemas.of(type), 0)) {
            keep(directory, type, rows, kept);
          }
        });
    Whole.remove(whole(directory, type));
    try {
      return new TableWriter<>(directory, type, new Growing(stream, Schemas.of(type), rows));
    } catch (IOException e) {
      throw Disk.cannotWrite(stream, e);
    }
  }

  private static <R extends Record> void keep(
      Path directory, Class<R> type, long rows, Growing kept) {
    Path stream = growing(directory, type);
    // The whole file stands alone if the run was interrupted after this table was finished.
    Path source = Files.exists(stream) ? stream : whole(directory, type);
    Records<R> records = Records.of(type);
    if (rows > 0 && Files.exists(source)) {
      TableReader.read(
          source,
          type,
          row -> {
            if (kept.rows() < rows) {
              kept.add(records.cells(row));
            }
          });
    }
    if (kept.rows() < rows) {
      throw new InputException(
          "%s has %d rows left, but the run's checkpoint counts on %d; delete the run's directory"
                  .formatted(source, kept.rows(), rows)
              + " to start it over");
    }
  }

  private static Path growing(Path directory, Class<? extends Record> type) {
    return directory.resolve(Records.tableName(type) + GROWING);
  }

  private static Path whole(Path directory, Class<? extends Record> type) {
    return directory.resolve(Records.tableName(type) + WHOLE);
  }

  /** Rows so far, those included that are in no batch yet; a checkpoint keeps this number. */
  public long rows() {
    return growing.rows();
  }

  /** Adds a row; it reaches the file with its batch. */
  public void add(R row) {
    growing.add(records.cells(row));
  }

  /** Closes a batch, so that other processes see every row so far. */
  public void flush() {
    growing.flush();
  }

  /** {@link #flush}, then waits until the rows are on the disk; do so before a checkpoint. */
  public void sync() {
    growing.sync();
  }

  /** Completes the table and removes the stream. */
  public Path finish() {
    growing.close();
    Path stream = growing(directory, type);
    Path whole = whole(directory, type);
    write(whole, Schemas.of(type), rows -> ArrowIn.read(stream, schema -> rows));
    Whole.remove(stream);
    return whole;
  }

  /**
   * Completes the table with its rows in another order.
   *
   * @param order of equal ones the first one that was added comes first
   */
  public Path finish(Comparator<? super R> order) {
    growing.close();
    Path stream = growing(directory, type);
    Path whole = whole(directory, type);
    List<R> rows = new ArrayList<>(TableReader.read(directory, type));
    rows.sort(order);
    write(whole, Schemas.of(type), sink -> rows.forEach(row -> sink.accept(records.cells(row))));
    Whole.remove(stream);
    return whole;
  }

  /** Closes the stream; an unfinished table keeps every row so far for {@link #resume}. */
  @Override
  public void close() {
    growing.close();
  }

  /** Writes a whole table at once. */
  public static <R extends Record & Row> Path write(Path directory, Class<R> type, List<R> rows) {
    try (TableWriter<R> writer = open(directory, type)) {
      rows.forEach(writer::add);
      return writer.finish();
    }
  }

  /** Writes any table as an Arrow file; the cells decide the column types. */
  public static void write(Path file, Table table) {
    write(file, Schemas.of(table), table.rows()::forEach);
  }

  private static void write(Path file, Schema schema, Consumer<Consumer<List<Object>>> source) {
    Whole.file(
        file,
        partial -> {
          try (ArrowOut.RandomAccess out = new ArrowOut.RandomAccess(partial, schema)) {
            source.accept(out::add);
            out.end();
          }
        });
  }
}
