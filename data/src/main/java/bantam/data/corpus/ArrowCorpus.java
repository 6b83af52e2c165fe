package bantam.data.corpus;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import java.nio.file.Path;
import java.util.stream.Stream;

/** One document per row: a text column of an Arrow IPC file or stream, as Hugging Face writes. */
public final class ArrowCorpus implements Corpus {
  /** The keys of {@code use: arrow}. */
  public record Options(
      @Key("the Arrow IPC file or stream") Input path,
      @Key(value = "the column that holds the text", preset = "text") String column,
      @Key(value = "which part of the rows to take", preset = "{from: 0, to: 1}") Part part) {}

  private final Options options;

  public ArrowCorpus(Options options) {
    this.options = options;
  }

  @Override
  public Stream<Document> documents() {
    ArrowTexts texts = ArrowTexts.open(options.path().path(), options.column());
    return Documents.stream(
        options.path().path().toString(),
        texts.rows(options.part()).map(Document::new).iterator(),
        texts::close);
  }

  /** A failure that Arrow reports by whatever exception it has at hand. */
  static InputException broken(Path file, Exception e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new InputException(file + ": is not a sound Arrow file: " + first, e);
  }
}
