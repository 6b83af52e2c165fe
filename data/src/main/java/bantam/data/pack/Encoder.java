package bantam.data.pack;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.data.tokenize.Encoded;
import bantam.data.tokenize.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Encodes a corpus document by document. Each document is encoded whole, so that its tokens are
 * those of its text however it is cut into pieces; a token on the seam of two pieces goes with the
 * later one.
 */
final class Encoder {
  private static final int DOCUMENTS_AT_A_TIME = 1024;

  /** Long documents come in smaller numbers, so that a corpus needs no more memory for them. */
  private static final long CHARACTERS_AT_A_TIME = 1 << 20;

  private final Tokenizer tokenizer;
  private final Framing framing;
  private final Sink sink;
  private long bytes;

  /** Whether the document before ends with a piece that counts, and so its end counts. */
  private boolean ending = true;

  /** Whether the document before holds its own marks; in a corpus either all do or none does. */
  private boolean marked;

  private Encoder(Tokenizer tokenizer, Sink sink) {
    this.tokenizer = tokenizer;
    this.framing = Framing.of(tokenizer);
    this.sink = sink;
  }

  /** Takes tokens in order. */
  interface Sink {
    /** A document begins with the next token. */
    void begin();

    /**
     * A token.
     *
     * @param counts whether predicting it counts
     */
    void token(int id, boolean counts);
  }

  /**
   * What is known when all is encoded.
   *
   * @param bytes UTF-8 bytes of the text that counts
   * @param closed as {@link Tokenized#closed}
   */
  record Totals(long bytes, boolean closed) {}

  static Totals encode(Corpus corpus, Tokenizer tokenizer, Sink sink) {
    Encoder encoder = new Encoder(tokenizer, sink);
    try (Stream<Document> documents = corpus.documents()) {
      Iterator<Document> all = documents.iterator();
      while (all.hasNext()) {
        List<Document> some =
            some(all).parallelStream()
                .map(document -> document.writtenBy(tokenizer.chatTemplate()))
                .toList();
        List<Encoded> encoded = some.parallelStream().map(encoder::encoded).toList();
        for (int i = 0; i < some.size(); i++) {
          encoder.add(some.get(i), encoded.get(i));
        }
      }
    }
    boolean closes = !encoder.marked && encoder.framing.last().isPresent();
    if (closes) {
      sink.token(encoder.framing.last().getAsInt(), encoder.ending);
    }
    return new Totals(encoder.bytes, closes);
  }

  private static List<Document> some(Iterator<Document> all) {
    List<Document> some = new ArrayList<>();
    long characters = 0;
    while (some.size() < DOCUMENTS_AT_A_TIME
        && characters < CHARACTERS_AT_A_TIME
        && all.hasNext()) {
      Document next = all.next();
      some.add(next);
      characters += next.pieces().stream().mapToInt(piece -> piece.text().length()).sum();
    }
    return some;
  }

  private Encoded encoded(Document document) {
    boolean marks = framing.template() && !document.marked();
    return document.whole()
        ? new Encoded(tokenizer.encode(document.text(), marks), new int[0])
        : tokenizer.encodeWithEnds(document.text(), marks);
  }

  private void add(Document document, Encoded encoded) {
    sink.begin();
    marked = document.marked();
    if (!marked) {
      framing.before().ifPresent(before -> sink.token(before, ending));
    }
    boolean before = ending;
    ending = document.pieces().isEmpty() || last(document).trained();
    Cursor cursor = new Cursor(document.pieces());
    for (int i = 0; i < encoded.ids().length; i++) {
      boolean mark = i == 0 && framing.template() && framing.begins() && !marked;
      boolean counts =
          mark ? before : encoded.ends().length == 0 || cursor.counts(encoded.ends()[i], ending);
      sink.token(encoded.ids()[i], counts);
    }
    for (Piece piece : document.pieces()) {
      if (piece.trained()) {
        bytes += piece.text().getBytes(StandardCharsets.UTF_8).length;
      }
    }
  }

  private static Piece last(Document document) {
    return document.pieces().get(document.pieces().size() - 1);
  }

  /** Goes through a document's pieces as its tokens go by. */
  private static final class Cursor {
    private final List<Piece> pieces;
    private int at;
    private int end;

    Cursor(List<Piece> pieces) {
      this.pieces = pieces;
      this.end = length(0);
    }

    private int length(int piece) {
      return piece < pieces.size()
          ? pieces.get(piece).text().codePointCount(0, pieces.get(piece).text().length())
          : 0;
    }

    /**
     * @param tokenEnd in code points of the text; negative for a token that stands for no text
     * @param otherwise what holds for such a token
     */
    boolean counts(int tokenEnd, boolean otherwise) {
      if (tokenEnd < 0) {
        return otherwise;
      }
      while (tokenEnd > end && at + 1 < pieces.size()) {
        at++;
        end += length(at);
      }
      return pieces.get(at).trained();
    }
  }
}
