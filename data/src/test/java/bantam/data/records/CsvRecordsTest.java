package bantam.data.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRecordsTest {
  @TempDir Path folder;

  private List<JsonLine> records(String text, List<String> names, String separator)
      throws IOException {
    Path file = Files.writeString(folder.resolve("d.csv"), text);
    DataFiles files = new DataFiles(List.of(new Input.File(file)), List.of());
    try (Stream<JsonLine> records =
        new CsvRecords(new CsvRecords.Options(files, names, separator)).records()) {
      return records.toList();
    }
  }

  private List<JsonLine> records(String text) throws IOException {
    return records(text, List.of(), ",");
  }

  @Test
  void takesNamesFromTheFirstRow() throws IOException {
    List<JsonLine> found = records("q,a\nwhy,1\n\nhow,\n");
    assertThat(found)
        .extracting(line -> line.object().toString())
        .containsExactly("{\"q\":\"why\",\"a\":\"1\"}", "{\"q\":\"how\",\"a\":\"\"}");
    assertThat(found.get(1).place()).endsWith("d.csv:4");
  }

  /** As Python's csv reads them. */
  @Test
  void readsQuotedFields() throws IOException {
    List<JsonLine> found = records("q,a\r\n\"a, \"\"b\"\"\r\nc\",\"\"\r\nx\"y, z \r\n\"u\"v,w");
    assertThat(found.get(0).text("q")).isEqualTo("a, \"b\"\r\nc");
    assertThat(found.get(0).text("a")).isEmpty();
    assertThat(found.get(1).text("q")).isEqualTo("x\"y");
    assertThat(found.get(1).text("a")).isEqualTo(" z ");
    assertThat(found.get(1).place()).endsWith("d.csv:4");
    assertThat(found.get(2).text("q")).isEqualTo("uv");
  }

  @Test
  void takesNamesFromTheTask() throws IOException {
    List<JsonLine> found = records("why\tx\ty\n", List.of("q", "c", "c"), "\t");
    assertThat(found.get(0).object()).hasToString("{\"q\":\"why\",\"c\":[\"x\",\"y\"]}");
  }

  @Test
  void tellsWhatIsWrong() {
    assertThatThrownBy(() -> records("q,a\nwhy\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("d.csv:2: has 1 fields for the 2 columns q, a; mend the row");
    assertThatThrownBy(() -> records("q,a\n\"why,1\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("d.csv:2: the quote that begins there does not end");
    assertThatThrownBy(() -> records(""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has no row of names");
    assertThatThrownBy(() -> records("q,a", List.of(), "ab"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("separator is 'ab'; it must be one character");
  }
}
