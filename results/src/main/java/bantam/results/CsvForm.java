package bantam.results;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values: null is nothing, an empty text is a pair of quotes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvForm {
  private CsvForm() {}

  static void print(Table table, Appendable out) throws IOException {
    line(new ArrayList<>(table.columns().stream().map(Table.Heading::name).toList()), out);
    for (List<Object> row : table.rows()) {
      line(row, out);
    }
  }

  private static void line(List<Object> cells, Appendable out) throws IOException {
    out.append(cells.stream().map(CsvForm::cell).collect(joining(","))).append("\r\n");
  }

  private static String cell(Object cell) {
    String text = cell == null ? "" : cell.toString();
    boolean quoted =
        cell != null && (text.isEmpty() || text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0));
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
