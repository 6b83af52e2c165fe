package bantam.results;

import bantam.results.Table.Heading;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A column as people read it.
 *
 * @param head name, and unit if it has one
 * @param cells one for each row
 * @param numeric whether it holds numbers only
 * @param width columns of a terminal that the widest of them takes
 */
record Shown(String head, List<String> cells, boolean numeric, int width) {
  /**
   * @param text makes a text fit for its place
   * @param absent stands for null
   */
  static List<Shown> columns(Table table, UnaryOperator<String> text, String absent) {
    List<Shown> columns = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      List<Object> cells = new ArrayList<>();
      for (List<Object> row : table.rows()) {
        cells.add(row.get(c));
      }
      columns.add(column(table.columns().get(c), cells, text, absent));
    }
    return columns;
  }

  private static Shown column(
      Heading heading, List<Object> cells, UnaryOperator<String> text, String absent) {
    Digits digits = Digits.of(cells.stream().filter(Double.class::isInstance).toList());
    List<String> shown = new ArrayList<>();
    for (Object cell : cells) {
      if (cell == null) {
        shown.add(absent);
      } else {
        shown.add(
            cell instanceof Double number ? digits.show(number) : text.apply(cell.toString()));
      }
    }
    String unit = heading.unit().isEmpty() ? "" : " [" + heading.unit() + "]";
    String head = text.apply(heading.name() + unit);
    return new Shown(
        head,
        List.copyOf(shown),
        cells.stream().anyMatch(Objects::nonNull)
            && cells.stream().allMatch(cell -> cell == null || cell instanceof Number),
        Stream.concat(Stream.of(head), shown.stream()).mapToInt(Width::of).max().orElse(0));
  }
}
