package bantam.results;

import static bantam.recipes.Checks.checkField;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A small table in memory, of any columns: what a file of another writer holds, or what a command
 * wants to show.
 *
 * <p>A cell is a {@code Boolean}, {@code Long}, {@code Integer}, {@code Double}, {@code String},
 * {@code Instant}, {@code List} or {@code Map} of such, or null where the table has no value.
 *
 * @param columns in order
 * @param rows each as long as {@code columns}
 */
public record Table(List<Heading> columns, List<List<Object>> rows) {
  /**
   * A column's name and meaning.
   *
   * @param name snake_case
   * @param doc what its values mean
   * @param unit their unit; empty if they have none
   */
  public record Heading(String name, String doc, String unit) {
    public Heading(String name) {
      this(name, "", "");
    }
  }

  public Table {
    columns = List.copyOf(columns);
    List<List<Object>> copy = new ArrayList<>(rows.size());
    for (List<Object> row : rows) {
      checkField(
          row.size() == columns.size(), "row", row, "must have %d cells".formatted(columns.size()));
      copy.add(Collections.unmodifiableList(new ArrayList<>(row)));
    }
    rows = Collections.unmodifiableList(copy);
  }

  /** An empty table; {@link #with} adds to it. */
  public static Table of(Heading... columns) {
    return new Table(Arrays.asList(columns), List.of());
  }

  /** Rows of a table of ours. */
  public static <R extends Record & Row> Table of(Class<R> type, List<R> rows) {
    Records<R> records = Records.of(type);
    return new Table(records.headings(), rows.stream().map(records::cells).toList());
  }

  /** This table and one more row. */
  public Table with(Object... cells) {
    List<List<Object>> more = new ArrayList<>(rows);
    more.add(Arrays.asList(cells));
    return new Table(columns, more);
  }

  /** These columns only, in their order here. */
  public Table only(List<String> names) {
    List<String> have = columns.stream().map(Heading::name).toList();
    List<Integer> places = names.stream().map(have::indexOf).toList();
    return new Table(
        places.stream().map(columns::get).toList(),
        rows.stream().map(row -> picked(row, places)).toList());
  }

  private static List<Object> picked(List<Object> row, List<Integer> places) {
    List<Object> picked = new ArrayList<>();
    places.forEach(place -> picked.add(row.get(place)));
    return picked;
  }

  /** The first rows. */
  public Table head(int count) {
    return new Table(columns, rows.subList(0, Math.min(count, rows.size())));
  }
}
