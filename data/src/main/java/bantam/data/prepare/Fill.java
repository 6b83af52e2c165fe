package bantam.data.prepare;

import bantam.data.chat.Placeholders;
import bantam.data.corpus.JsonLine;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts records of another form into the form that a task's templates are written for, such as a
 * benchmark's original file beside a converted one.
 */
final class Fill implements Preparation {
  /** The keys of {@code use: fill}. */
  record Options(
      @Key("a field that tells the forms apart; a record that has it stays as it is")
          String lacking,
      @Key(
              "templates by the field that they become, all of them from the record as it was; a"
                  + " list of several, or of one that is a list itself, becomes a list")
          Map<String, List<String>> fields) {
    Options {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      fields.values().forEach(all -> all.forEach(text -> Placeholders.parse("fields", text)));
    }
  }

  private final Options options;

  Fill(Options options) {
    this.options = options;
  }

  @Override
  public JsonLine prepare(JsonLine record) {
    if (record.object().has(options.lacking())) {
      return record;
    }
    ObjectNode object = record.object().deepCopy();
    options.fields().forEach((field, templates) -> fill(object, field, templates, record));
    return new JsonLine(record.place(), object);
  }

  private static void fill(
      ObjectNode object, String field, List<String> templates, JsonLine record) {
    List<String> texts =
        templates.stream()
            .flatMap(text -> Placeholders.parse("fields", text).texts(record).stream())
            .toList();
    if (texts.size() == 1) {
      object.put(field, texts.get(0));
    } else {
      ArrayNode list = object.putArray(field);
      texts.forEach(list::add);
    }
  }
}
