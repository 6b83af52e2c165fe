package bantam.data.pack;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fixed windows over the tokens of a corpus, laid end to end.
 *
 * <p>Documents are parted as the tokenizer's own template parts them (a Llama tokenizer puts a
 * begin token before each); where it has none, by the end token, else the begin token, before each
 * document. One more separator closes the last document, so that every token of the text and every
 * end of a document is predicted exactly once. A separator belongs to the document that follows it.
 *
 * <p>A window is {@code context} targets and the tokens before them. Neighbours share one token:
 * the last target of one is the first input of the next. The last window begins early enough to be
 * full; {@link #fresh} says how many of its targets no other window has.
 */
public final class Windows {
  private static final int TEXTS_AT_A_TIME = 1024;

  private final int[] tokens;
  private final int[] starts;
  private final int context;
  private final long bytes;

  private Windows(int[] tokens, int[] starts, int context, long bytes) {
    this.tokens = tokens;
    this.starts = starts;
    this.context = context;
    this.bytes = bytes;
  }

  /**
   * Encodes a corpus.
   *
   * @param context targets per window, at least 1
   * @throws InputException if the text is broken, or shorter than one window
   */
  public static Windows of(Corpus corpus, Tokenizer tokenizer, int context) {
    Framing framing = Framing.of(tokenizer);
    IntBuffer tokens = new IntBuffer();
    IntBuffer starts = new IntBuffer();
    long bytes = 0;
    try (Stream<Document> documents = corpus.documents()) {
      Iterator<Document> all = documents.iterator();
      while (all.hasNext()) {
        List<String> texts = new ArrayList<>();
        while (texts.size() < TEXTS_AT_A_TIME && all.hasNext()) {
          texts.add(all.next().text());
        }
        for (int[] ids : tokenizer.encodeAll(texts, framing.template())) {
          starts.add(tokens.size());
          framing.before().ifPresent(tokens::add);
          tokens.addAll(ids);
        }
        bytes += texts.stream().mapToLong(Windows::bytes).sum();
      }
    }
    framing.last().ifPresent(tokens::add);
    if (tokens.size() <= context) {
      throw new InputException(
          "the text has %,d tokens, a window of context %,d needs %,d; take a smaller context or"
                  .formatted(tokens.size(), context, context + 1)
              + " more text");
    }
    return new Windows(tokens.toArray(), starts.toArray(), context, bytes);
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Windows, all of them full. */
  public int count() {
    return Math.toIntExact((targets() + context - 1) / context);
  }

  /** Targets per window. */
  public int context() {
    return context;
  }

  /**
   * A window's tokens: inputs are the first {@code context}, targets the last.
   *
   * @param into at least context + 1 long
   */
  public void ids(int window, int[] into) {
    System.arraycopy(tokens, start(window), into, 0, context + 1);
  }

  /**
   * The index of the document that each token of a window belongs to, for attention that stays
   * within documents.
   *
   * @param into at least context + 1 long
   */
  public void documents(int window, int[] into) {
    int start = start(window);
    int found = Arrays.binarySearch(starts, start);
    int document = found >= 0 ? found : Math.max(0, -found - 2);
    for (int i = 0; i <= context; i++) {
      while (document + 1 < starts.length && starts[document + 1] <= start + i) {
        document++;
      }
      into[i] = document;
    }
  }

  /** How many targets at the window's end no window before it has: context, save for the last. */
  public int fresh(int window) {
    return (int) Math.min(context, targets() - (long) window * context);
  }

  /** Tokens of the whole text, separators included. */
  public long tokens() {
    return tokens.length;
  }

  /** Targets of the whole text: its tokens without the first, which nothing predicts. */
  public long targets() {
    return tokens.length - 1L;
  }

  /** UTF-8 bytes of the whole text without separators, for bits per byte. */
  public long bytes() {
    return bytes;
  }

  /** Documents. */
  public int documents() {
    return starts.length;
  }

  private int start(int window) {
    java.util.Objects.checkIndex(window, count());
    return (int) Math.min((long) window * context, targets() - context);
  }
}
