package bantam.data.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of JSON lists and of pieces of texts. */
class JsonRecordsTest {
  @TempDir Path directory;

  private DataFiles files(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("data"), text);
    return new DataFiles(List.of(new Input.File(file)), List.of());
  }

  private List<JsonLine> json(String text, String under) throws IOException {
    try (Stream<JsonLine> records =
        new JsonRecords(new JsonRecords.Options(files(text), under)).records()) {
      return records.toList();
    }
  }

  @Test
  void readsAListAndOneUnderAKey() throws IOException {
    assertThat(json("[{\"a\": 1},\n{\"a\": 2}]", ""))
        .extracting(record -> record.object().get("a").intValue())
        .containsExactly(1, 2);
    assertThat(json("{\"canary\": \"x\", \"examples\": [{\"a\": 3}]}", "examples"))
        .extracting(record -> record.object().get("a").intValue())
        .containsExactly(3);
  }

  @Test
  void tellsWhereThereIsNoList() {
    assertThatThrownBy(() -> json("{\"canary\": 1, \"examples\": []}", ""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is no list; the key under says where")
        .hasMessageContaining("canary, examples");
    assertThatThrownBy(() -> json("[1]", "")).hasMessageContaining("record 0 is no JSON object");
    assertThatThrownBy(() -> json("[{\n\"a\": }]", ""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("data:2: is not JSON");
  }

  @Test
  void leavesOutWhatStandsBeforeTheFirstPiece() throws IOException {
    for (String head : List.of("head\n-----\n", "")) {
      TextRecords.Options options =
          new TextRecords.Options(files(head + "Q: a\n\nQ: b\n"), Optional.of("Q: "), 1, false);
      try (Stream<JsonLine> records = new TextRecords(options).records()) {
        assertThat(records.map(record -> record.text("text"))).containsExactly("Q: a\n", "Q: b");
      }
    }
  }
}
