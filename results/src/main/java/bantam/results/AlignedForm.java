package bantam.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Columns of equal width on a terminal: text to the left, numbers to the right. */
final class AlignedForm {
  private static final String GAP = "  ";
  private static final int WIDEST = 60;

  private AlignedForm() {}

  static void print(Table table, Appendable out) throws IOException {
    List<Shown> columns = Shown.columns(table, cell -> clip(escaped(cell)), "-");
    List<String> rule = new ArrayList<>();
    List<String> heads = new ArrayList<>();
    for (Shown column : columns) {
      heads.add(column.head());
      rule.add("-".repeat(column.width()));
    }
    line(columns, heads, out);
    line(columns, rule, out);
    for (int r = 0; r < table.rows().size(); r++) {
      int row = r;
      line(columns, columns.stream().map(column -> column.cells().get(row)).toList(), out);
    }
  }

  private static void line(List<Shown> columns, List<String> cells, Appendable out)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      String padding = " ".repeat(columns.get(c).width() - Width.of(cells.get(c)));
      line.append(c == 0 ? "" : GAP);
      line.append(columns.get(c).numeric() ? padding + cells.get(c) : cells.get(c) + padding);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  /** One line, and nothing that a terminal would obey. */
  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                safe.append("\\n");
              } else if (Character.isISOControl(c)) {
                safe.append("\\u%04x".formatted(c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }

  private static String clip(String text) {
    if (Width.of(text) <= WIDEST) {
      return text;
    }
    int end = 0;
    int width = 0;
    while (width + Width.of(text.codePointAt(end)) < WIDEST) {
      width += Width.of(text.codePointAt(end));
      end = text.offsetByCodePoints(end, 1);
    }
    return text.substring(0, end) + "…";
  }
}
