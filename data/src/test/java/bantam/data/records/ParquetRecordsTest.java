package bantam.data.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three rows with a list, a struct, a number and nulls, as pyarrow wrote them. */
class ParquetRecordsTest {
  private static final String FIRST =
      "{\"question\":\"Why?\",\"choices\":[\"x\",\"y\"],\"answer\":{\"label\":\"B\",\"gold\":1},"
          + "\"weight\":0.5,\"hard\":true}";
  private static final String LAST =
      "{\"question\":null,\"choices\":[],\"answer\":null,\"weight\":2.5,\"hard\":null}";

  @TempDir Path folder;

  private Path file(String name) throws IOException {
    try (InputStream in = ParquetRecordsTest.class.getResourceAsStream(name)) {
      return Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  private static DataFiles files(Path file) {
    return new DataFiles(List.of(new Input.File(file)), List.of());
  }

  private static void check(RecordSource source) {
    try (Stream<JsonLine> records = source.records()) {
      List<JsonLine> found = records.toList();
      assertThat(found).hasSize(3);
      assertThat(found.get(0).object()).hasToString(FIRST);
      assertThat(found.get(2).object()).hasToString(LAST);
      assertThat(found.get(1).place()).contains(": row 1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "zstd", "lz4"})
  void readsRowsWithListsAndStructs(String codec) throws IOException {
    Path file = file("three-%s.parquet".formatted(codec));
    check(new ParquetRecords(new ParquetRecords.Options(files(file))));
  }

  @Test
  void readsTheSameFromArrow() throws IOException {
    check(new ArrowRecords(new ArrowRecords.Options(files(file("three.arrow")))));
  }

  @Test
  void tellsThatAFileIsBroken() throws IOException {
    byte[] bytes = Files.readAllBytes(file("three-snappy.parquet"));
    for (int end : new int[] {0, 100, bytes.length - 1}) {
      checkBroken(java.util.Arrays.copyOf(bytes, end));
    }
    for (int at = 4; at < 400; at += 9) {
      byte[] changed = bytes.clone();
      changed[at] ^= 0x55;
      Path file = Files.write(folder.resolve("changed.parquet"), changed);
      try (Stream<JsonLine> records =
          new ParquetRecords(new ParquetRecords.Options(files(file))).records()) {
        assertThat(records.toList()).hasSize(3);
      } catch (InputException e) {
        assertThat(e.getMessage().lines()).hasSize(1);
      }
    }
  }

  private void checkBroken(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("broken.parquet"), bytes);
    assertThatThrownBy(
            () -> new ParquetRecords(new ParquetRecords.Options(files(file))).records().toList())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("broken.parquet: is no sound Parquet file: ");
  }
}
