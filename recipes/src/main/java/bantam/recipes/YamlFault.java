package bantam.recipes;

import java.io.IOException;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Says in one line, with its place, what the YAML parser found. */
final class YamlFault {
  private YamlFault() {}

  static RecipeException of(IOException fault, String text, Origin start) {
    Throwable cause = fault.getCause();
    if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return about(marked, text, start, fault);
    }
    if (cause instanceof ReaderException reader) {
      int before = Math.min(reader.getPosition(), text.codePointCount(0, text.length()));
      int end = text.offsetByCodePoints(0, before);
      int line = 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
      return wrong(
          start,
          line,
          "the character U+%04X is not allowed in YAML; delete it".formatted(reader.getCodePoint()),
          fault);
    }
    String message = String.valueOf(fault.getMessage());
    if (message.startsWith("Expected a field name")) {
      return wrong(start, lineOf(fault), "a key must be plain text", fault);
    }
    return wrong(start, lineOf(fault), "not YAML: " + firstLine(message), fault);
  }

  private static RecipeException about(
      MarkedYAMLException marked, String text, Origin start, IOException e) {
    int line = marked.getProblemMark().getLine() + 1;
    String problem = firstLine(marked.getProblem());
    if (problem.contains("(TAB)")) {
      return wrong(start, line, "a tab stands here; indent with spaces", e);
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return wrong(
          start,
          line,
          "a ':' stands where none can; mend the indentation, or put the value in quotes",
          e);
    }
    if (problem.contains("cannot start any token")) {
      String what = problem.substring(0, problem.indexOf(" that cannot"));
      return wrong(start, line, what + ", which begins no value; put the value in quotes", e);
    }
    if (problem.contains("but got") && lineAt(text, line).contains("${")) {
      return wrong(start, line, "inside [ ] and { } a ${stage.output} needs quotes around it", e);
    }
    if (marked.getContext() == null || marked.getContextMark() == null) {
      return wrong(start, line, "not YAML: " + problem, e);
    }
    int from = marked.getContextMark().getLine() + 1;
    return wrong(
        start,
        line,
        "not YAML: %s %s%s"
            .formatted(
                problem,
                firstLine(marked.getContext()),
                start.line() == 0 || from == line ? "" : " that begins in line " + from),
        e);
  }

  private static RecipeException wrong(Origin start, int line, String message, IOException cause) {
    Origin place = start.line() == 0 ? start : start.at(line);
    return new RecipeException(place + ": " + message, cause);
  }

  private static String lineAt(String text, int line) {
    return text.lines().skip(line - 1L).findFirst().orElse("");
  }

  private static int lineOf(IOException fault) {
    return fault instanceof com.fasterxml.jackson.core.JsonProcessingException e
            && e.getLocation() != null
        ? Math.max(1, e.getLocation().getLineNr())
        : 1;
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return Quote.line(end < 0 ? message : message.substring(0, end));
  }
}
