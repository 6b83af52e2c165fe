package bantam.data.corpus;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.forms.DocumentForm;
import bantam.data.forms.Forms;
import bantam.recipes.Choice;
import bantam.recipes.Input;
import bantam.recipes.Key;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One document per line: the JSON object that stands there, or a field of it. */
public final class JsonlCorpus implements Corpus {
  /** The keys of {@code use: jsonl}. */
  public record Options(
      @Key("the file, one JSON object per line") Input path,
      @Key(value = "the field that holds the text, where no form is given", preset = "text")
          String field,
      @Key(
              value = "the form of the objects, such as alpaca; without it each is one text",
              catalogue = "document form")
          Optional<Choice> form,
      @Key(value = "which part of the file to take", preset = "{from: 0, to: 1}") Part part) {
    public Options {
      OneFile.check(path);
    }
  }

  private final Options options;
  private final Optional<DocumentForm> form;

  public JsonlCorpus(Options options) {
    this.options = options;
    this.form = options.form().map(Forms.ALL::make);
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
            .map(line -> document(JsonLine.parse(file, line.number(), line.text())))
            .iterator();
    return Documents.stream(file.toString(), documents, lines::close);
  }

  private Document document(JsonLine line) {
    return form.map(form -> form.document(line))
        .orElseGet(() -> new Document(line.text(options.field())));
  }
}
