package bantam.data.pack;

import bantam.data.Corpus;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Fixed windows over the tokens of a corpus, laid end to end.
 *
 * <p>A window is {@code context} targets and the tokens before them. Neighbours share one token:
 * the last target of one is the first input of the next. The last window begins early enough to be
 * full; {@link #fresh} says how many of its targets no other window has. Windows in which no
 * prediction counts are left out.
 *
 * <p>Where attention is confined to documents, the separator behind a document stays a target of
 * that document's last token, for it is how the document ends; only behind a template that ends
 * documents by themselves is the token that begins the next one no target.
 */
public final class Windows implements Rows {
  private final Tokenized text;
  private final int context;
  private final boolean confined;

  /** The windows that have something to predict, by their place in the text; empty for all. */
  private final int[] kept;

  private Windows(Tokenized text, int context, boolean confined) {
    this.text = text;
    this.context = context;
    this.confined = confined;
    if (text.tokens() <= context) {
      throw new InputException(
          "the text has %,d tokens, a window of context %,d needs %,d; take a smaller context or"
                  .formatted(text.tokens(), context, context + 1)
              + " more text");
    }
    this.kept =
        text.masked()
            ? java.util.stream.IntStream.range(0, all()).filter(this::predicts).toArray()
            : new int[0];
  }

  /**
   * Encodes a corpus into memory.
   *
   * @param context targets per window, at least 1
   * @throws InputException if the text is broken, or shorter than one window
   */
  public static Windows of(Corpus corpus, Tokenizer tokenizer, int context) {
    return of(Tokenized.of(corpus, tokenizer), context, false);
  }

  /**
   * @param confined whether a token sees only its own document
   * @throws InputException if the text is shorter than one window
   */
  public static Windows of(Tokenized text, int context, boolean confined) {
    return new Windows(text, context, confined);
  }

  @Override
  public int count() {
    return text.masked() ? kept.length : all();
  }

  private int all() {
    return Math.toIntExact((text.tokens() - 1 + context - 1) / context);
  }

  @Override
  public int context() {
    return context;
  }

  @Override
  public int tokens(int window) {
    return context;
  }

  @Override
  public boolean full() {
    return true;
  }

  @Override
  public boolean confined() {
    return confined;
  }

  /**
   * A window's tokens: inputs are the first {@code context}, targets the last.
   *
   * @param into at least context + 1 long
   */
  public void ids(int window, int[] into) {
    text.ids(start(window), context + 1, into);
  }

  /**
   * The index of the document that each token of a window belongs to.
   *
   * @param into at least context + 1 long
   */
  public void documents(int window, int[] into) {
    long start = start(window);
    int document = text.documentAt(start);
    for (int i = 0; i <= context; i++) {
      while (document + 1 < text.documents() && text.start(document + 1) <= start + i) {
        document++;
      }
      into[i] = document;
    }
  }

  @Override
  public Sequence sequence(int window) {
    int[] all = new int[context + 1];
    int[] documents = new int[confined ? context + 1 : 0];
    ids(window, all);
    int[] targets = Arrays.copyOfRange(all, 1, context + 1);
    if (confined) {
      documents(window, documents);
    }
    long first = start(window) + 1;
    for (int i = 0; i < context; i++) {
      boolean strange = confined && !text.closed() && documents[i] != documents[i + 1];
      if (strange || !text.counts(first + i)) {
        targets[i] = Sequence.IGNORED;
      }
    }
    return new Sequence(
        Arrays.copyOf(all, context), targets, Arrays.copyOf(documents, confined ? context : 0));
  }

  /** How many targets at the window's end no window before it has: context, save for the last. */
  public int fresh(int window) {
    return (int) Math.min(context, text.tokens() - 1 - (long) place(window) * context);
  }

  @Override
  public int repeated(int window) {
    return context - fresh(window);
  }

  @Override
  public long targets() {
    long strange = 0;
    if (confined && !text.closed()) {
      for (int document = 1; document < text.documents(); document++) {
        strange += text.counts(text.start(document)) ? 1 : 0;
      }
    }
    return text.targets() - strange;
  }

  @Override
  public long bytes() {
    return text.bytes();
  }

  private boolean predicts(int place) {
    long start = startOf(place);
    for (int i = 1; i <= context; i++) {
      if (text.counts(start + i)) {
        return true;
      }
    }
    return false;
  }

  private int place(int window) {
    Objects.checkIndex(window, count());
    return text.masked() ? kept[window] : window;
  }

  private long start(int window) {
    return startOf(place(window));
  }

  private long startOf(int place) {
    return Math.min((long) place * context, text.tokens() - 1 - context);
  }
}
