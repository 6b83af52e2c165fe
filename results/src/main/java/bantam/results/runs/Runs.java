package bantam.results.runs;

import bantam.results.Row;
import bantam.results.Table;
import java.nio.file.Path;
import java.util.List;

/** The runs that a directory of runs holds. */
@SuppressWarnings("DoNotCallSuggester")
public final class Runs {
  private Runs() {}

  /** Every run in the order of its id; directories that are no runs are left out. */
  public static List<Row.Run> list(Path runs) {
    throw new UnsupportedOperationException("being built");
  }

  /** The same as a table, with a column {@code p.KEY} for every key of the recipes. */
  public static Table table(Path runs) {
    throw new UnsupportedOperationException("being built");
  }

  /**
   * The directory of the run that a user names: by path, by id, by the start of an id, or by the
   * recipe's name.
   *
   * @throws bantam.recipes.InputException none or more than one is meant
   */
  public static Path locate(Path runs, String name) {
    throw new UnsupportedOperationException("being built");
  }
}
