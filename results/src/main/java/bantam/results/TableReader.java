package bantam.results;

import java.nio.file.Path;
import java.util.List;

/** Reads Arrow files: tables of ours by their row type, and those of any writer as they are. */
@SuppressWarnings("DoNotCallSuggester")
public final class TableReader {
  private TableReader() {}

  /**
   * Every row of a run's table, finished or still growing, in order; none if it was not begun.
   *
   * @throws bantam.recipes.InputException the file is damaged or lacks a column
   */
  public static <R extends Record & Row> List<R> read(Path directory, Class<R> type) {
    throw new UnsupportedOperationException("being built");
  }

  /** What any Arrow file holds, in the file or the stream format. */
  public static Table table(Path file) {
    throw new UnsupportedOperationException("being built");
  }
}
