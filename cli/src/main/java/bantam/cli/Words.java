package bantam.cli;

import bantam.results.Table;
import java.util.ArrayList;
import java.util.List;

/** Tables of words: cells that are too long continue on the next line, where numbers are cut. */
final class Words {
  private static final int NARROWEST = 10;
  private static final String GAP = "  ";

  private final List<List<String>> rows;
  private final int[] widths;

  private Words(List<List<String>> rows, int[] widths) {
    this.rows = rows;
    this.widths = widths;
  }

  /**
   * The table as text.
   *
   * @param columns that a line may have
   */
  static String of(Table table, int columns) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(table.columns().stream().map(Table.Heading::name).toList());
    for (List<Object> row : table.rows()) {
      rows.add(row.stream().map(cell -> cell == null ? "" : cell.toString()).toList());
    }
    return new Words(rows, widths(rows, columns)).text();
  }

  private static int[] widths(List<List<String>> rows, int columns) {
    int[] widths = new int[rows.get(0).size()];
    int total = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
      total += widths[i];
    }
    for (int over = total - columns; over > 0; over--) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] > NARROWEST) {
        widths[widest]--;
      }
    }
    return widths;
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      line(row, out);
      if (row == rows.get(0)) {
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
          rule.add("-".repeat(width));
        }
        line(rule, out);
      }
    }
    return out.toString();
  }

  private void line(List<String> row, StringBuilder out) {
    List<List<String>> cells = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < widths.length; i++) {
      cells.add(wrap(row.get(i), widths[i]));
      height = Math.max(height, cells.get(i).size());
    }
    for (int y = 0; y < height; y++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String part = y < cells.get(i).size() ? cells.get(i).get(y) : "";
        line.append(i == 0 ? "" : GAP).append(part).append(" ".repeat(widths[i] - part.length()));
      }
      out.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int space = rest.lastIndexOf(' ', width);
      int end = space > 0 ? space : width;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
