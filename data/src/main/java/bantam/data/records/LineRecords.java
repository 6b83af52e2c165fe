package bantam.data.records;

import static bantam.recipes.Checks.checkField;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Inline;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** So many lines are a record. */
final class LineRecords implements RecordSource {
  /** The keys of {@code use: lines}. */
  record Options(
      @Inline DataFiles data,
      @Key("what each line of a record is; a name that stands several times is a list")
          List<String> names) {
    Options {
      names = List.copyOf(names);
      checkField(!names.isEmpty(), "names", "[]", "must name a line");
    }
  }

  private final Options options;

  LineRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return options.data().texts().flatMap(this::records);
  }

  private Stream<JsonLine> records(DataFiles.Content file) {
    List<String> lines = file.text().lines().toList();
    int size = options.names().size();
    if (lines.size() % size != 0) {
      throw new InputException(
          "%s: has %,d lines, which is no multiple of the %d lines of a record; mend the file"
              .formatted(file.path(), lines.size(), size));
    }
    List<JsonLine> records = new ArrayList<>();
    for (int from = 0; from < lines.size(); from += size) {
      String place = file.path() + ":" + (from + 1);
      records.add(
          new JsonLine(place, Fields.of(options.names(), lines.subList(from, from + size))));
    }
    return records.stream();
  }
}
