package bantam.data.records;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Inline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A JSON object on each line. */
final class JsonlRecords implements RecordSource {
  /** The keys of {@code use: jsonl}. */
  record Options(@Inline DataFiles data) {}

  private final Options options;

  JsonlRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return options.data().texts().flatMap(JsonlRecords::records);
  }

  private static Stream<JsonLine> records(DataFiles.Content file) {
    List<String> lines = file.text().lines().toList();
    List<JsonLine> records = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        records.add(JsonLine.parse(file.path(), i + 1, lines.get(i)));
      }
    }
    return records.stream();
  }
}
