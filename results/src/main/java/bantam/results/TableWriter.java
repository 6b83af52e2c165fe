package bantam.results;

import java.nio.file.Path;
import java.util.List;

/**
 * Writes a table row by row. While the run lives the rows are in {@code X.arrows}, an Arrow stream
 * that grows by record batches; {@link #finish} turns it into the random-access {@code X.arrow}.
 *
 * <p>The finished file is a function of the rows alone: where batches were closed on the way, and
 * how often the run was interrupted, leaves no trace in it.
 *
 * @param <R> the row's record, which is the schema
 */
@SuppressWarnings("DoNotCallSuggester")
public final class TableWriter<R extends Record & Row> implements AutoCloseable {
  private TableWriter() {}

  /** Starts a table anew; what an earlier attempt left of it goes. */
  public static <R extends Record & Row> TableWriter<R> open(Path directory, Class<R> type) {
    throw new UnsupportedOperationException("being built");
  }

  /**
   * Goes on after the first {@code rows} rows of what an earlier attempt left; the rest goes.
   *
   * @throws bantam.recipes.InputException fewer rows than that are left
   */
  public static <R extends Record & Row> TableWriter<R> resume(
      Path directory, Class<R> type, long rows) {
    throw new UnsupportedOperationException("being built");
  }

  /** Rows so far, those included that are in no batch yet; a checkpoint keeps this number. */
  public long rows() {
    throw new UnsupportedOperationException("being built");
  }

  /** Adds a row; it reaches the file with its batch. */
  public void add(R row) {
    throw new UnsupportedOperationException("being built");
  }

  /** Closes a batch, so that other processes see every row so far. */
  public void flush() {
    throw new UnsupportedOperationException("being built");
  }

  /** {@link #flush}, then waits until the rows are on the disk; do so before a checkpoint. */
  public void sync() {
    throw new UnsupportedOperationException("being built");
  }

  /** Completes the table and removes the stream. */
  public Path finish() {
    throw new UnsupportedOperationException("being built");
  }

  /** Closes the stream; an unfinished table keeps every row so far for {@link #resume}. */
  @Override
  public void close() {}

  /** Writes a whole table at once. */
  public static <R extends Record & Row> Path write(Path directory, Class<R> type, List<R> rows) {
    throw new UnsupportedOperationException("being built");
  }

  /** Writes any table as an Arrow file; the cells decide the column types. */
  public static void write(Path file, Table table) {
    throw new UnsupportedOperationException("being built");
  }
}
