package bantam.data.corpus;

import static java.util.stream.Collectors.joining;

import bantam.recipes.InputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A line of a JSONL file.
 *
 * @param place file and line, for messages
 */
public record JsonLine(String place, JsonNode object) {
  private static final int LONGEST = 60;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The lines of a file that are not blank; close the stream to let go of the file. */
  public static Stream<JsonLine> all(Path file) {
    Lines lines = Lines.of(file);
    Iterable<Lines.Line> all = () -> lines;
    return StreamSupport.stream(all.spliterator(), false)
        .filter(line -> !line.text().isBlank())
        .map(line -> parse(file, line.number(), line.text()))
        .onClose(lines::close);
  }

  /**
   * Reads a line.
   *
   * @param number of the line in its file, from 1 on
   */
  public static JsonLine parse(Path file, long number, String text) {
    String place = file + ":" + number;
    try {
      JsonNode object = JSON.readTree(text);
      if (!object.isObject()) {
        throw new InputException(place + ": is not a JSON object" + remedy(number, text));
      }
      return new JsonLine(place, object);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "%s: is not JSON: %s (column %d)%s"
              .formatted(
                  place,
                  e.getOriginalMessage().lines().findFirst().orElse(""),
                  e.getLocation().getColumnNr(),
                  remedy(number, text)),
          e);
    }
  }

  /** Data sets are often one JSON list over many lines. */
  private static String remedy(long number, String text) {
    return number == 1 && text.startsWith("[")
        ? "; a file that is one list becomes JSONL by jq -c '.[]'"
        : "";
  }

  /** A field that must be there and be a string. */
  public String text(String name) {
    JsonNode value = field(name);
    if (!value.isTextual()) {
      throw new InputException(
          "%s: '%s' is %s; it must be a string".formatted(place, name, brief(value)));
    }
    return value.textValue();
  }

  /** A field that may be missing or null, and counts as empty then. */
  public String textIfAny(String name) {
    return object.path(name).isMissingNode() || object.path(name).isNull() ? "" : text(name);
  }

  /** A value for messages. */
  public static String brief(JsonNode value) {
    String text = value.toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  /** A field that must be there; the message names those that are. */
  public JsonNode field(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      throw new InputException(
          "%s: has no field '%s'; its fields are %s"
              .formatted(
                  place,
                  name,
                  object.properties().stream().map(Map.Entry::getKey).collect(joining(", "))));
    }
    return value;
  }
}
