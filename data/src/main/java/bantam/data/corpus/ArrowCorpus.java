package bantam.data.corpus;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.forms.DocumentForm;
import bantam.data.forms.Forms;
import bantam.recipes.Choice;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** One document per row of an Arrow IPC file or stream, as Hugging Face writes. */
public final class ArrowCorpus implements Corpus {
  /** The keys of {@code use: arrow}. */
  public record Options(
      @Key("the Arrow IPC file or stream") Input path,
      @Key(value = "the column that holds the text, where no form is given", preset = "text")
          String column,
      @Key(
              value = "the form of the rows, such as alpaca; without it each is one text",
              catalogue = "document form")
          Optional<Choice> form,
      @Key(value = "which part of the rows to take", preset = "{from: 0, to: 1}") Part part) {
    public Options {
      OneFile.check(path);
    }
  }

  private final Options options;
  private final Optional<DocumentForm> form;

  public ArrowCorpus(Options options) {
    this.options = options;
    this.form = options.form().map(Forms.ALL::make);
  }

  @Override
  public Stream<Document> documents() {
    Path file = options.path().path();
    ArrowTexts texts =
        form.map(form -> ArrowTexts.open(file, form.fields(), form.optional()))
            .orElseGet(() -> ArrowTexts.open(file, options.column()));
    return Documents.stream(
        file.toString(), texts.rows(options.part()).map(this::document).iterator(), texts::close);
  }

  private Document document(JsonLine row) {
    return form.map(form -> form.document(row))
        .orElseGet(() -> new Document(row.text(options.column())));
  }

  /** A failure that Arrow reports by whatever exception it has at hand. */
  static InputException broken(Path file, Exception e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new InputException(file + ": is not a sound Arrow file: " + first, e);
  }
}
