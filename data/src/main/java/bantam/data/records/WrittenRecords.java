package bantam.data.records;

import static bantam.recipes.Checks.checkField;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Records that stand in the task file itself, such as fixed examples. */
final class WrittenRecords implements RecordSource {
  /** The keys of {@code use: written}. */
  record Options(
      @Key("the records, each a mapping of fields to text") List<Map<String, String>> records) {
    Options {
      records = List.copyOf(records);
      checkField(!records.isEmpty(), "records", "[]", "must hold a record");
    }
  }

  private final Options options;

  WrittenRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return IntStream.range(0, options.records().size()).mapToObj(this::record);
  }

  private JsonLine record(int place) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    options.records().get(place).forEach(object::put);
    return new JsonLine("record %d of the task file".formatted(place), object);
  }
}
