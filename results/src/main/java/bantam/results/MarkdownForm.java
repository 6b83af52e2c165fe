package bantam.results;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A table of GitHub-flavoured Markdown. */
final class MarkdownForm {
  private MarkdownForm() {}

  static void print(Table table, Appendable out) throws IOException {
    List<Shown> columns = Shown.columns(table, MarkdownForm::escaped, "");
    line(columns.stream().map(Shown::head), out);
    line(columns.stream().map(column -> column.numeric() ? "---:" : "---"), out);
    for (int r = 0; r < table.rows().size(); r++) {
      int row = r;
      line(columns.stream().map(column -> column.cells().get(row)), out);
    }
  }

  private static void line(Stream<String> cells, Appendable out) throws IOException {
    out.append(cells.collect(joining(" | ", "| ", " |\n")));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\r", "").replace("\n", "<br>");
  }
}
