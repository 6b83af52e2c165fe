package bantam.data.corpus;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One document per line: a field of the JSON object that stands there. */
public final class JsonlCorpus implements Corpus {
  /** The keys of {@code use: jsonl}. */
  public record Options(
      @Key("the file, one JSON object per line") Input path,
      @Key(value = "the field that holds the text", preset = "text") String field,
      @Key(value = "which part of the file to take", preset = "{from: 0, to: 1}") Part part) {}

  private final Options options;

  public JsonlCorpus(Options options) {
    this.options = options;
  }

  @Override
  public Stream<Document> documents() {
    Path file = options.path().path();
    Lines lines = Lines.of(file);
    Iterable<Lines.Line> all = () -> lines;
    Iterator<Document> documents =
        StreamSupport.stream(all.spliterator(), false)
            .filter(line -> options.part().holds(line.offset(), lines.size()))
            .filter(line -> !line.text().isBlank())
            .map(line -> new Document(text(JsonLine.parse(file, line.number(), line.text()))))
            .iterator();
    return Documents.stream(file.toString(), documents, lines::close);
  }

  private String text(JsonLine line) {
    JsonNode value = line.field(options.field());
    if (!value.isTextual()) {
      throw new InputException(
          "%s: '%s' is %s; it must be a string".formatted(line.place(), options.field(), value));
    }
    return value.textValue();
  }
}
