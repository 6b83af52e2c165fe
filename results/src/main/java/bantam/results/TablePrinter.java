package bantam.results;

/** Prints tables for people and for programs. */
@SuppressWarnings("DoNotCallSuggester")
public final class TablePrinter {
  private TablePrinter() {}

  /** Prints a table, ending with a line end. */
  public static void print(Table table, Format format, Appendable out) {
    throw new UnsupportedOperationException("being built");
  }
}
