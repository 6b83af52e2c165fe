package bantam.data.prepare;

import bantam.data.corpus.JsonLine;
import bantam.data.filter.PythonRegex;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/** Makes a list of what an expression finds in a field, such as the choices in a question. */
final class FindAll implements Preparation {
  /** The keys of {@code use: find-all}. */
  record Options(
      @Key("the field that is searched") String field,
      @Key("the expression, as Python's re reads it; of groups, the first one is found")
          String pattern,
      @Key("the field that the list becomes") String into) {
    Options {
      PythonRegex.parse("pattern", pattern);
    }
  }

  private final Options options;
  private final Pattern pattern;

  FindAll(Options options) {
    this.options = options;
    this.pattern = PythonRegex.parse("pattern", options.pattern());
  }

  @Override
  public JsonLine prepare(JsonLine record) {
    String text = record.text(options.field());
    ObjectNode object = record.object().deepCopy();
    ArrayNode found = object.putArray(options.into());
    for (List<String> groups : PythonRegex.all(pattern, text)) {
      found.add(PythonText.strip(groups.get(0)));
    }
    if (found.isEmpty()) {
      throw new InputException(
          "%s: '%s' holds nothing that '%s' finds; mend the record or the task"
              .formatted(record.place(), options.field(), options.pattern()));
    }
    return new JsonLine(record.place(), object);
  }
}
