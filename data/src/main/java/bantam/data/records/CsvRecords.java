package bantam.data.records;

import static bantam.recipes.Checks.checkField;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Inline;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of CSV files, every field as text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>; a quote inside an unquoted
 *     field is text, as in Python's {@code csv}, and blank lines are no rows
 */
final class CsvRecords implements RecordSource {
  /** The keys of {@code use: csv}. */
  record Options(
      @Inline DataFiles data,
      @Key(
              value =
                  "the columns' names, where the first row does not hold them; a name that stands"
                      + " several times is a list",
              preset = "[]")
          List<String> names,
      @Key(value = "what parts fields: one character, such as \"\\t\"", preset = "','")
          String separator) {
    Options {
      names = List.copyOf(names);
      checkField(
          separator.length() == 1 && !"\"\r\n".contains(separator),
          "separator",
          "'" + separator + "'",
          "must be one character, and no quote or line end");
    }
  }

  /** A row and the line that it begins in, from 1 on. */
  private record Row(int line, List<String> fields) {}

  private final Options options;

  CsvRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return options.data().texts().flatMap(this::records);
  }

  private Stream<JsonLine> records(DataFiles.Content file) {
    List<Row> rows = new Parser(file, options.separator().charAt(0)).rows();
    boolean headed = options.names().isEmpty();
    if (headed && rows.isEmpty()) {
      throw new InputException(file.path() + ": has no row of names; take another file");
    }
    List<String> names = headed ? rows.get(0).fields() : options.names();
    return rows.stream().skip(headed ? 1 : 0).map(row -> record(file.path(), names, row));
  }

  private static JsonLine record(Path file, List<String> names, Row row) {
    String place = file + ":" + row.line();
    if (row.fields().size() != names.size()) {
      throw new InputException(
          "%s: has %d fields for the %d columns %s; mend the row, or the task's separator or names"
              .formatted(place, row.fields().size(), names.size(), String.join(", ", names)));
    }
    return new JsonLine(place, Fields.of(names, row.fields()));
  }

  /** Goes over a text once. */
  private static final class Parser {
    private final Path file;
    private final String text;
    private final char separator;
    private int at;
    private int line = 1;

    Parser(DataFiles.Content file, char separator) {
      this.file = file.path();
      this.text = file.text();
      this.separator = separator;
    }

    List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      while (at < text.length()) {
        Row row = row();
        if (row.fields().size() > 1 || !row.fields().get(0).isEmpty()) {
          rows.add(row);
        }
      }
      return rows;
    }

    private Row row() {
      int begin = line;
      List<String> fields = new ArrayList<>();
      fields.add(field());
      while (at < text.length() && text.charAt(at) == separator) {
        at++;
        fields.add(field());
      }
      endLine();
      return new Row(begin, fields);
    }

    private String field() {
      if (at == text.length() || text.charAt(at) != '"') {
        return rest(new StringBuilder());
      }
      StringBuilder field = new StringBuilder();
      int opened = line;
      at++;
      while (true) {
        if (at == text.length()) {
          throw new InputException(
              "%s:%d: the quote that begins there does not end; mend the file"
                  .formatted(file, opened));
        }
        char c = text.charAt(at++);
        if (c != '"') {
          line += c == '\n' ? 1 : 0;
          field.append(c);
        } else if (at < text.length() && text.charAt(at) == '"') {
          field.append('"');
          at++;
        } else {
          return rest(field);
        }
      }
    }

    /** What stands up to the separator or the end of the line. */
    private String rest(StringBuilder field) {
      int from = at;
      while (at < text.length() && text.charAt(at) != separator && !lineEnds()) {
        at++;
      }
      return field.append(text, from, at).toString();
    }

    private boolean lineEnds() {
      return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private void endLine() {
      if (at < text.length() && text.charAt(at) == '\r') {
        at++;
      }
      if (at < text.length() && text.charAt(at) == '\n') {
        at++;
      }
      line++;
    }
  }
}
