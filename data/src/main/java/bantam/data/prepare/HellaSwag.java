package bantam.data.prepare;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * HellaSwag's query and choices: the activity, the context and the begin of the sentence in one
 * text, and all of it without WikiHow's marks.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/tasks/hellaswag/utils.py}; {@link #joined} is for files in which
 *     somebody joined the parts already, where nothing is capitalised
 */
final class HellaSwag implements Preparation {
  /** The keys of {@code use: hellaswag}. */
  record Options(
      @Key(
              value =
                  "the field that holds activity and context in one text; '' where activity_label,"
                      + " ctx_a and ctx_b hold them, as in records without it",
              preset = "''")
          String joined) {}

  /** Python's {@code .} ends at a line feed only. */
  private static final Pattern MARK = Pattern.compile("\\[.*?\\]", Pattern.UNIX_LINES);

  private final String joined;

  HellaSwag(Options options) {
    this.joined = options.joined();
  }

  @Override
  public JsonLine prepare(JsonLine record) {
    ObjectNode object = record.object().deepCopy();
    object.put("query", clean(query(record)));
    ArrayNode choices = object.putArray("choices");
    for (JsonNode ending : record.field("endings")) {
      choices.add(clean(ending.asText()));
    }
    return new JsonLine(record.place(), object);
  }

  private String query(JsonLine record) {
    return joined.isEmpty() || !record.object().has(joined)
        ? "%s: %s %s"
            .formatted(
                record.text("activity_label"),
                record.text("ctx_a"),
                capitalized(record.text("ctx_b")))
        : record.text(joined);
  }

  static String clean(String text) {
    String marked = PythonText.strip(text).replace(" [title]", ". ");
    return MARK.matcher(marked).replaceAll("").replace("  ", " ");
  }

  /** {@code str.capitalize}: the first letter in title case, the others in lower case. */
  static String capitalized(String text) {
    if (text.isEmpty()) {
      return "";
    }
    int first = text.codePointAt(0);
    String tail = text.substring(Character.charCount(first)).toLowerCase(Locale.ROOT);
    // Java has no title case of letters that become two, such as the sharp s
    String upper = Character.toString(first).toUpperCase(Locale.ROOT);
    int title = Character.toTitleCase(first);
    boolean several = upper.codePointCount(0, upper.length()) > 1 && title == first;
    return (several
            ? Character.toString(upper.codePointAt(0))
                + upper
                    .substring(Character.charCount(upper.codePointAt(0)))
                    .toLowerCase(Locale.ROOT)
            : Character.toString(title))
        + tail;
  }
}
