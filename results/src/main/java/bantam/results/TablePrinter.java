package bantam.results;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Prints tables for people and for programs. */
public final class TablePrinter {
  private TablePrinter() {}

  /** Prints a table, ending with a line end. */
  public static void print(Table table, Format format, Appendable out) {
    try {
      switch (format) {
        case TABLE -> AlignedForm.print(table, out);
        case CSV -> CsvForm.print(table, out);
        case JSON -> JsonForm.print(table, out);
        case MD -> MarkdownForm.print(table, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
