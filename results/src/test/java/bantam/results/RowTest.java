package bantam.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every row type; a new one is tested as soon as it exists. */
class RowTest {
  static <R extends Record & Row> Stream<Class<R>> types() {
    return SomeRows.types();
  }

  @ParameterizedTest
  @MethodSource("types")
  <R extends Record & Row> void comesBackFromItsFile(Class<R> type, @TempDir Path directory) {
    List<R> rows = SomeRows.of(type, 300);
    Path file = TableWriter.write(directory, type, rows);
    assertThat(file).hasFileName(Records.tableName(type) + ".arrow");
    assertThat(directory.toFile().list()).containsExactly(file.getFileName().toString());
    assertThat(TableReader.read(directory, type)).isEqualTo(rows);
  }

  @ParameterizedTest
  @MethodSource("types")
  <R extends Record & Row> void comesBackFromAGrowingTable(Class<R> type, @TempDir Path directory) {
    List<R> rows = SomeRows.of(type, 10);
    try (TableWriter<R> writer = TableWriter.open(directory, type)) {
      assertThat(TableReader.read(directory, type)).isEmpty();
      rows.subList(0, 7).forEach(writer::add);
      writer.flush();
      rows.subList(7, 10).forEach(writer::add);
      assertThat(writer.rows()).isEqualTo(10);
      assertThat(TableReader.read(directory, type)).isEqualTo(rows.subList(0, 7));
    }
    assertThat(TableReader.read(directory, type)).isEqualTo(rows);
  }

  @ParameterizedTest
  @MethodSource("types")
  <R extends Record & Row> void readsAsAnyTableToo(Class<R> type, @TempDir Path directory) {
    List<R> rows = SomeRows.of(type, 20);
    Table table = TableReader.table(TableWriter.write(directory, type, rows));
    // Integers come back as longs, so the text is compared.
    assertThat(table.columns()).isEqualTo(Table.of(type, rows).columns());
    assertThat(table.rows()).hasToString(Table.of(type, rows).rows().toString());
  }

  @ParameterizedTest
  @MethodSource("types")
  <R extends Record & Row> void everyColumnSaysWhatItMeans(Class<R> type) {
    for (Field field : Schemas.of(type).getFields()) {
      assertThat(field.getName()).matches("[a-z]+(_[a-z]+)*");
      assertThat(field.getMetadata()).containsOnlyKeys("doc", "unit");
      assertThat(field.getMetadata().get("doc")).isNotBlank();
    }
  }

  @Test
  void theRecordIsTheSchema() {
    assertThat(Schemas.of(Row.Completion.class).getFields())
        .extracting(Field::toString)
        .contains(
            "prompt_index: Int(32, true) not null",
            "token_ids: List<item: Int(32, true) not null> not null");
    assertThat(Schemas.of(Row.Score.class).getFields())
        .extracting(Field::toString)
        .contains("stderr: FloatingPoint(DOUBLE)", "higher_is_better: Bool not null");
  }

  @Test
  void tablesAreNamedAfterTheirRows() {
    assertThat(types().map(Records::tableName))
        .containsExactlyInAnyOrder(
            "metrics",
            "scores",
            "samples",
            "divergences",
            "comparisons",
            "overlaps",
            "layers",
            "heads",
            "completions",
            "stages",
            "timings",
            "efficiency",
            "runs");
  }
}
