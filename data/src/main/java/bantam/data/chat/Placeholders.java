package bantam.data.chat;

import static bantam.recipes.Checks.checkField;

import bantam.data.corpus.JsonLine;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text with places that a record's fields fill: {@code Question: {{question|trim}}}. What stands
 * in a place is an expression of Jinja's, with the filters and methods that chat templates have;
 * tags are refused, so that no task hides a program in its texts. A field that the record lacks is
 * an error.
 *
 * @see <a href="https://jinja.palletsprojects.com/en/stable/templates/#expressions">Jinja</a>
 */
public final class Placeholders {
  private final String template;
  private final List<Part> parts;

  /** Text, or an expression. */
  private record Part(String text, Expression value) {}

  private Placeholders(String template, List<Part> parts) {
    this.template = template;
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads a template.
   *
   * @param key where it stands, for messages
   * @throws bantam.recipes.RecipeException if it is not of this kind
   */
  public static Placeholders parse(String key, String template) {
    List<Part> parts = new ArrayList<>();
    try {
      // Jinja drops a last line end; here it is part of the text
      for (Segment segment : Segments.of(template + "\n")) {
        if (segment instanceof Segment.Text text) {
          parts.add(new Part(text.text(), new Expression.Literal(text.text())));
        } else {
          parts.add(new Part("", expression((Segment.Tag) segment)));
        }
      }
    } catch (Refusal e) {
      checkField(
          false,
          key,
          "'" + template.replace("\n", "\\n") + "'",
          "must be text with fields in {{ }}, and not hold " + e.getMessage());
    }
    return new Placeholders(template, parts);
  }

  private static Expression expression(Segment.Tag tag) {
    if (tag.statement()) {
      throw new Refusal("a tag; what fields alone cannot do is a preparation");
    }
    Tokens tokens = new Tokens(tag.tokens());
    Expression value = new ExpressionParser(tokens).whole();
    tokens.end();
    return value;
  }

  /**
   * The text for a record.
   *
   * @throws InputException if the record lacks a field, or holds something else in it
   */
  public String text(JsonLine record) {
    Frame frame = frame(record);
    StringBuilder text = new StringBuilder();
    try {
      for (Part part : parts) {
        text.append(Python.text(value(part, frame)));
      }
    } catch (Refusal e) {
      throw refused(record, e);
    }
    return text.toString();
  }

  /** As {@link #text}; a template that is nothing but one list gives its items. */
  public List<String> texts(JsonLine record) {
    if (parts.size() != 1) {
      return List.of(text(record));
    }
    try {
      Object value = value(parts.get(0), frame(record));
      return Python.isSequence(value)
          ? Python.items(value).stream().map(Python::text).toList()
          : List.of(Python.text(value));
    } catch (Refusal e) {
      throw refused(record, e);
    }
  }

  private static Object value(Part part, Frame frame) {
    Object value = part.value().value(frame);
    if (value instanceof Python.Undefined undefined) {
      throw new Refusal("there is no '%s'".formatted(undefined.name()));
    }
    return value;
  }

  private InputException refused(JsonLine record, Refusal refusal) {
    List<String> fields = new ArrayList<>();
    record.object().fieldNames().forEachRemaining(fields::add);
    return new InputException(
        "%s: '%s' cannot be filled: %s; the fields are %s"
            .formatted(
                record.place(),
                template.replace("\n", "\\n"),
                refusal.getMessage(),
                String.join(", ", fields)),
        refusal);
  }

  private static Frame frame(JsonLine record) {
    Map<String, Object> variables = new LinkedHashMap<>();
    record.object().properties().forEach(e -> variables.put(e.getKey(), value(e.getValue())));
    return Frame.strict(variables, new Budget());
  }

  private static Object value(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(e -> map.put(e.getKey(), value(e.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(one -> list.add(value(one)));
      return list;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    // other numbers as they are written: templates have whole numbers only
    return node.isNull() ? Python.None.NONE : node.asText();
  }
}
