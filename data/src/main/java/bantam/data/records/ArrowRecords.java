package bantam.data.records;

import bantam.data.corpus.ArrowTexts;
import bantam.data.corpus.JsonLine;
import bantam.recipes.Inline;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Rows of Arrow IPC files or streams, lists and structs as in JSON. */
final class ArrowRecords implements RecordSource {
  /** The keys of {@code use: arrow}. */
  record Options(@Inline DataFiles data) {}

  private final Options options;

  ArrowRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return options.data().paths().flatMap(ArrowRecords::records);
  }

  private static Stream<JsonLine> records(Path file) {
    ArrowTexts texts = ArrowTexts.open(file);
    return texts.rows().onClose(texts::close);
  }
}
