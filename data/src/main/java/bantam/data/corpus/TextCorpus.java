package bantam.data.corpus;

import static bantam.recipes.Checks.checkField;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.recipes.Input;
import bantam.recipes.Key;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** A plain text file in UTF-8, cut into documents. */
public final class TextCorpus implements Corpus {
  /** The keys of {@code use: text}. */
  public record Options(
      @Key("the text file, UTF-8") Input path,
      @Key(
              value =
                  "what parts its documents: blank-line, line, none (the file is one document), or"
                      + " a marker that stands between them, such as <|endoftext|>",
              preset = "blank-line")
          String splitOn,
      @Key(value = "which part of the file to take", preset = "{from: 0, to: 1}") Part part) {
    public Options {
      OneFile.check(path);
      checkField(
          !splitOn.isBlank() && splitOn.indexOf('\n') < 0,
          "split_on",
          "'" + splitOn + "'",
          "must be blank-line, line, none, or a marker within a line");
    }
  }

  private final Options options;

  public TextCorpus(Options options) {
    this.options = options;
  }

  @Override
  public Stream<Document> documents() {
    Lines lines = Lines.of(options.path().path());
    return Documents.stream(
        options.path().path().toString(), new Cutter(options, lines), lines::close);
  }

  /** Gathers lines into documents. */
  private static final class Cutter implements Iterator<Document> {
    private final Options options;
    private final Lines lines;
    private final ArrayDeque<Document> ready = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private long start = -1;

    Cutter(Options options, Lines lines) {
      this.options = options;
      this.lines = lines;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && lines.hasNext()) {
        take(lines.next());
        if (!lines.hasNext()) {
          cut();
        }
      }
      return !ready.isEmpty();
    }

    @Override
    public Document next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void take(Lines.Line line) {
      switch (options.splitOn()) {
        case "none" -> {
          // Here the slice cuts the one document, at the starts of lines.
          if (options.part().holds(line.offset(), lines.size())) {
            add(line.offset(), line.text() + line.end());
          }
        }
        case "line" -> {
          add(line.offset(), line.text());
          cut();
        }
        case "blank-line" -> {
          if (line.text().isBlank()) {
            cut();
          } else {
            add(line.offset(), line.text() + "\n");
          }
        }
        default -> takeMarked(line);
      }
    }

    private void takeMarked(Lines.Line line) {
      int from = 0;
      int at = line.text().indexOf(options.splitOn());
      while (at >= 0) {
        // In characters from the line's start: an offset that only has to be in order.
        add(line.offset() + from, line.text().substring(from, at));
        cut();
        from = at + options.splitOn().length();
        at = line.text().indexOf(options.splitOn(), from);
      }
      add(line.offset() + from, line.text().substring(from) + "\n");
    }

    private void add(long offset, String piece) {
      if (start < 0) {
        start = offset;
      }
      text.append(piece);
    }

    private void cut() {
      boolean verbatim = options.splitOn().equals("none");
      String document = verbatim ? text.toString() : text.toString().strip();
      if (!document.isBlank() && (verbatim || options.part().holds(start, lines.size()))) {
        ready.add(new Document(document));
      }
      text.setLength(0);
      start = -1;
    }
  }
}
