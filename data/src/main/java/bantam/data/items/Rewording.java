package bantam.data.items;

import bantam.data.corpus.JsonLine;
import bantam.data.perturb.Change;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of records' questions: of the fields that a prompt names, but for those that its answers
 * name, too, for the options that it lists, and for what is verbatim. A template's own words stay.
 */
final class Rewording {
  private static final Pattern FIELD = Pattern.compile("\\{\\{-?\\s*([A-Za-z_][A-Za-z_0-9]*)");

  private final Change change;
  private final List<String> question;
  private final List<String> options;

  /**
   * @throws InputException if a prompt has nothing that may change so
   */
  Rewording(Change change, RecordItems.Options items) {
    this.change = change;
    this.options = items.options();
    Set<String> fields = fields(items.prompt());
    items.choices().forEach(answer -> fields.removeAll(fields(answer)));
    items.target().ifPresent(answer -> fields.removeAll(fields(answer)));
    options.forEach(fields::remove);
    items.verbatim().forEach(fields::remove);
    this.question = List.copyOf(fields);
    if (!change.how().reorders() && question.isEmpty()) {
      throw new InputException(
          "task %s: perturb: nothing in its prompts may change without its answers; leave the task out"
              .formatted(change.task()));
    }
    if (change.how().reorders() && options.isEmpty()) {
      throw new InputException(
          "task %s: perturb: %s is for tasks whose items.options name the options in their prompts; leave it out"
              .formatted(change.task(), change.how().label()));
    }
  }

  private static Set<String> fields(String template) {
    Set<String> fields = new LinkedHashSet<>();
    Matcher matcher = FIELD.matcher(template);
    while (matcher.find()) {
      fields.add(matcher.group(1));
    }
    return fields;
  }

  /** A record with its options in their order. */
  JsonLine ordered(String item, JsonLine record) {
    if (!change.how().reorders()) {
      return record;
    }
    List<JsonNode> there = values(record);
    List<JsonNode> values = change.order(item, there.size()).stream().map(there::get).toList();
    ObjectNode object = record.object().deepCopy();
    if (options.size() == 1) {
      object.putArray(options.get(0)).addAll(values);
    } else {
      for (int i = 0; i < values.size(); i++) {
        object.set(options.get(i), values.get(i));
      }
    }
    return new JsonLine(record.place(), object);
  }

  /** The options: fields, or what one field lists. */
  private List<JsonNode> values(JsonLine record) {
    if (options.size() > 1) {
      return options.stream().map(record::field).toList();
    }
    JsonNode list = record.field(options.get(0));
    if (!list.isArray()) {
      throw new InputException(
          "%s: '%s' is %s; options are a list, or several fields"
              .formatted(record.place(), options.get(0), JsonLine.brief(list)));
    }
    List<JsonNode> values = new ArrayList<>();
    list.forEach(values::add);
    return values;
  }

  /** A record with the fields of its question changed: texts, and lists of texts. */
  JsonLine worded(String item, JsonLine record) {
    ObjectNode object = record.object().deepCopy();
    for (int i = 0; i < question.size(); i++) {
      String field = question.get(i);
      JsonNode value = object.path(field);
      if (value.isTextual()) {
        object.put(field, change.text(item, field, value.textValue(), i == 0));
      } else if (value.isArray()) {
        ArrayNode texts = object.putArray(field);
        for (JsonNode one : value) {
          // the same draws for each: prompts that begin alike stay so
          if (one.isTextual()) {
            texts.add(change.text(item, field, one.textValue(), i == 0));
          } else {
            texts.add(one);
          }
        }
      }
    }
    return new JsonLine(record.place(), object);
  }

  /** An item with its question in other words, and its right choices where they stand now. */
  Item of(Item item, JsonLine record, List<String> prompts, List<String> choices) {
    List<Integer> order = change.order(item.id(), choices.size());
    if (change.how().reorders() && values(record).size() != choices.size()) {
      throw new InputException(
          "%s: perturb: %s: the prompt has %d options, and %d choices are scored; leave it out"
              .formatted(
                  record.place(), change.how().label(), values(record).size(), choices.size()));
    }
    return new Item(
        item.id(),
        prompts,
        choices,
        order.indexOf(item.gold()),
        item.page(),
        item.target(),
        item.cluster(),
        List.of(),
        item.alsoRight().stream().map(order::indexOf).toList(),
        item.offered());
  }
}
