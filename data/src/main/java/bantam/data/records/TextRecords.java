package bantam.data.records;

import static bantam.recipes.Checks.checkField;

import bantam.data.corpus.JsonLine;
import bantam.recipes.Inline;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Texts cut where a line begins a new piece; a piece's last line end is no part of it. */
final class TextRecords implements RecordSource {
  /** The keys of {@code use: text}. */
  record Options(
      @Inline DataFiles data,
      @Key(
              "what the first line of a piece begins with, as a regular expression; a whole file is a"
                  + " piece without it")
          Optional<String> begin,
      @Key(
              value = "characters that a piece has at least; shorter and blank ones are left out",
              preset = "1",
              min = 1)
          int characters,
      @Key(value = "whether what stands before the first begin is a piece, too", preset = "true")
          boolean head) {
    Options {
      try {
        begin.ifPresent(Pattern::compile);
      } catch (PatternSyntaxException e) {
        checkField(false, "begin", begin.orElse(""), "must be a regular expression of Java's");
      }
    }
  }

  private final Options options;

  TextRecords(Options options) {
    this.options = options;
  }

  @Override
  public Stream<JsonLine> records() {
    return options.data().texts().flatMap(this::records);
  }

  private Stream<JsonLine> records(DataFiles.Content file) {
    String text = file.text();
    List<JsonLine> records = new ArrayList<>();
    int from = 0;
    if (options.begin().isPresent()) {
      Pattern line = Pattern.compile("(?m)^(?:" + options.begin().get() + ")");
      Matcher matcher = line.matcher(text);
      boolean wanted = options.head();
      while (matcher.find()) {
        if (wanted) {
          add(records, file, text, from, matcher.start());
        }
        wanted = true;
        from = matcher.start();
      }
    }
    add(records, file, text, from, text.length());
    return records.stream();
  }

  private void add(List<JsonLine> records, DataFiles.Content file, String text, int from, int to) {
    String piece = text.substring(from, to);
    piece = piece.endsWith("\n") ? piece.substring(0, piece.length() - 1) : piece;
    if (!piece.isBlank() && piece.codePointCount(0, piece.length()) >= options.characters()) {
      long line = 1 + text.substring(0, from).chars().filter(c -> c == '\n').count();
      records.add(
          new JsonLine(
              file.path() + ":" + line, JsonNodeFactory.instance.objectNode().put("text", piece)));
    }
  }
}
