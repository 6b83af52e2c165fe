package bantam.results;

import bantam.recipes.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Reads Arrow files: tables of ours by their row type, and those of any writer as they are. */
public final class TableReader {
  private TableReader() {}

  /**
   * Every row of a run's table, finished or still growing, in order; none if it was not begun.
   *
   * @throws InputException the file is damaged or lacks a column
   */
  public static <R extends Record & Row> List<R> read(Path directory, Class<R> type) {
    Path whole = directory.resolve(Records.tableName(type) + TableWriter.WHOLE);
    Path growing = directory.resolve(Records.tableName(type) + TableWriter.GROWING);
    List<R> rows = new ArrayList<>();
    if (Files.exists(whole)) {
      read(whole, type, rows::add);
    } else if (Files.exists(growing)) {
      read(growing, type, rows::add);
    }
    return List.copyOf(rows);
  }

  static <R extends Record> void read(Path file, Class<R> type, Consumer<R> rows) {
    Records<R> records = Records.of(type);
    ArrowIn.read(
        file,
        schema -> {
          int[] places = places(file, schema, type);
          return cells -> rows.accept(records.row(Arrays.asList(picked(cells, places))));
        });
  }

  private static Object[] picked(List<Object> cells, int[] places) {
    return IntStream.of(places).mapToObj(cells::get).toArray();
  }

  /** Where the columns of a row type stand in a file, which may have more columns. */
  private static int[] places(Path file, Schema schema, Class<? extends Record> type) {
    List<Field> there = schema.getFields();
    return Schemas.of(type).getFields().stream()
        .mapToInt(
            wanted ->
                IntStream.range(0, there.size())
                    .filter(i -> there.get(i).getName().equals(wanted.getName()))
                    .filter(i -> there.get(i).getType().equals(wanted.getType()))
                    .findFirst()
                    .orElseThrow(() -> lacks(file, wanted)))
        .toArray();
  }

  private static InputException lacks(Path file, Field wanted) {
    return new InputException(
        "%s has no column %s of type %s; another version of the tool wrote it"
            .formatted(file, wanted.getName(), wanted.getType()));
  }

  /**
   * What any Arrow file holds, in the file or the stream format.
   *
   * @throws InputException the file is missing, damaged or no Arrow file
   */
  public static Table table(Path file) {
    List<Table.Heading> headings = new ArrayList<>();
    List<List<Object>> rows = new ArrayList<>();
    ArrowIn.read(
        file,
        schema -> {
          schema.getFields().forEach(field -> headings.add(Schemas.heading(field)));
          return rows::add;
        });
    return new Table(headings, rows);
  }
}
