package bantam.data.chat;

import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/**
 * Values as Python writes them, such as {@code [{'a': 1}]}, which data sets hold in text fields.
 * Jinja's literals are Python's, and names mean nothing here.
 *
 * @see <a href="https://docs.python.org/3/library/ast.html#ast.literal_eval">ast.literal_eval</a>
 */
public final class PythonLiteral {
  private static final JsonMapper JSON = new JsonMapper();

  private PythonLiteral() {}

  /**
   * Reads a list or a mapping.
   *
   * @param place for messages
   * @throws InputException if the text is none, or holds anything but literals
   */
  public static JsonNode read(String place, String text) {
    try {
      List<Segment> segments = Segments.of("{{" + text + "}}\n");
      if (segments.size() != 1 || !(segments.get(0) instanceof Segment.Tag tag)) {
        throw new Refusal("text behind its end");
      }
      Tokens tokens = new Tokens(tag.tokens());
      Expression value = new ExpressionParser(tokens).whole();
      tokens.end();
      return JSON.valueToTree(value.value(Frame.strict(Map.of(), new Budget())));
    } catch (Refusal e) {
      throw new InputException(
          "%s is no literal of Python's: %s; mend the file".formatted(place, e.getMessage()), e);
    }
  }
}
