package bantam.data.prepare;

import static bantam.recipes.Checks.checkField;

import bantam.data.corpus.JsonLine;
import bantam.data.filter.PythonRegex;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a field apart by the groups of an expression. */
final class Parts implements Preparation {
  /** The keys of {@code use: parts}. */
  record Options(
      @Key("the field; a record without it stays as it is") String field,
      @Key("the expression that the whole field fits, as Python's re reads it") String pattern,
      @Key("the fields that its groups become, in order") List<String> into) {
    Options {
      into = List.copyOf(into);
      Pattern parsed = PythonRegex.parse("pattern", pattern);
      checkField(
          parsed.matcher("").groupCount() == into.size(),
          "into",
          into,
          "must have a name for each group of the pattern");
    }
  }

  private final Options options;
  private final Pattern pattern;

  Parts(Options options) {
    this.options = options;
    this.pattern = PythonRegex.parse("pattern", options.pattern());
  }

  @Override
  public JsonLine prepare(JsonLine record) {
    if (!record.object().has(options.field())) {
      return record;
    }
    Matcher matcher = pattern.matcher(record.text(options.field()));
    if (!matcher.matches()) {
      throw new InputException(
          "%s: '%s' does not fit '%s'; mend the record or the task"
              .formatted(record.place(), options.field(), options.pattern()));
    }
    ObjectNode object = record.object().deepCopy();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      String found = matcher.group(group);
      object.put(options.into().get(group - 1), found == null ? "" : PythonText.strip(found));
    }
    return new JsonLine(record.place(), object);
  }
}
