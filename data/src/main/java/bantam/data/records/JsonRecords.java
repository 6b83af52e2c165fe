package bantam.data.records;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Inline;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The objects of a list, which is a JSON file or stands under a key of it. */
final class JsonRecords implements RecordSource {
  private static final JsonMapper JSON = new JsonMapper();

  /** The keys of {@code use: json}. */
  record Options(
      @Inline DataFiles data,
      @Key(value = "the key whose value is the list; '' where the file is it", preset = "''")
          String under) {}

  private final Options options;

  JsonRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return options.data().texts().flatMap(this::records);
  }

  private Stream<JsonLine> records(DataFiles.Content file) {
    JsonNode whole = tree(file);
    JsonNode list = options.under().isEmpty() ? whole : whole.path(options.under());
    if (!list.isArray()) {
      throw new InputException(
          "%s: %s is no list; the key under says where the list is%s"
              .formatted(
                  file.path(),
                  options.under().isEmpty() ? "the file" : "'" + options.under() + "'",
                  whole.isObject() ? ", of " + String.join(", ", names(whole)) : ""));
    }
    List<JsonLine> records = new ArrayList<>();
    for (JsonNode record : list) {
      String place = file.path() + ": record " + records.size();
      if (!record.isObject()) {
        throw new InputException(place + " is no JSON object; mend the file");
      }
      records.add(new JsonLine(place, record));
    }
    return records.stream();
  }

  private static JsonNode tree(DataFiles.Content file) {
    try {
      return JSON.readTree(file.text());
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s:%d: is not JSON: %s"
              .formatted(
                  file.path(),
                  e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
