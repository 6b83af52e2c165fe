package bantam.data.suffix;

import bantam.data.pack.Tokenized;
import bantam.data.suffix.SuffixArray.Range;
import bantam.recipes.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ∞-gram model of a corpus of token ids: a token's probability is how often it follows the
 * longest end of the context that the corpus goes on after, over how often anything follows it.
 * Counts are exact, and nothing is smoothed, so that a token may have the probability 0.
 *
 * @see <a href="https://arxiv.org/abs/2401.17377">Liu et al. 2024, section 2</a>. Ours differs in
 *     that no sequence runs from one document into the next, and that what stands at the end of a
 *     document only counts for nothing: probabilities over the vocabulary sum to 1. It takes eight
 *     bytes of memory for each token
 */
public final class InfiniGram {
  /** Tokens of one corpus: the largest array that every JVM makes. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final SuffixArray suffixes;
  private final int vocabulary;

  /**
   * @param suffixes of the text that {@link #text} gives
   */
  InfiniGram(SuffixArray suffixes, int vocabulary) {
    this.suffixes = suffixes;
    this.vocabulary = vocabulary;
  }

  /**
   * @param documents token ids in [0, vocabulary), of which at least one is there
   */
  public static InfiniGram of(List<int[]> documents, int vocabulary) {
    return new InfiniGram(SuffixArray.of(text(documents, vocabulary), vocabulary + 1), vocabulary);
  }

  /** Documents one behind the other, behind each the number that is no token. */
  private static int[] text(List<int[]> documents, int vocabulary) {
    int[] text = new int[size(documents.stream().mapToLong(ids -> ids.length + 1L).sum())];
    if (text.length == documents.size()) {
      throw new InputException("a corpus without tokens has no counts");
    }
    int at = 0;
    for (int[] ids : documents) {
      System.arraycopy(ids, 0, text, at, ids.length);
      at += ids.length;
      text[at++] = vocabulary;
    }
    return text;
  }

  /**
   * The same of an encoded corpus; what separates documents begins one and, where it also ends
   * them, ends the one before.
   */
  static int[] text(Tokenized corpus, int vocabulary) {
    List<int[]> documents = new ArrayList<>();
    for (int document = 0; document < corpus.documents(); document++) {
      long from = corpus.start(document);
      boolean last = document + 1 == corpus.documents();
      long to = last ? corpus.tokens() : corpus.start(document + 1) + (corpus.closed() ? 1 : 0);
      int[] ids = new int[size(to - from)];
      corpus.ids(from, ids.length, ids);
      documents.add(ids);
    }
    return text(documents, vocabulary);
  }

  private static int size(long tokens) {
    if (tokens > MOST) {
      throw new InputException(
          "a corpus of %,d tokens is more than one array holds, %,d; take a part of it"
              .formatted(tokens, MOST));
    }
    return (int) tokens;
  }

  /** Numbers that the model counts: tokens, and an end of each document. */
  public int size() {
    return suffixes.size();
  }

  SuffixArray suffixes() {
    return suffixes;
  }

  /** A context, empty as yet. */
  public Context context() {
    return new Context(this);
  }

  /** All places at which something stands behind the empty context. */
  Range all() {
    return followed(suffixes.all(), 0);
  }

  /** Of the places of a sequence, those where a token follows; ends of documents come last. */
  Range followed(Range range, int length) {
    return new Range(range.from(), suffixes.first(range, length, vocabulary));
  }

  /** What the corpus goes on with. */
  public static final class Next {
    private final int[] tokens;
    private final int[] times;

    private Next(List<Integer> tokens, List<Integer> times) {
      this.tokens = tokens.stream().mapToInt(Integer::intValue).toArray();
      this.times = times.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Different tokens. */
    public int size() {
      return tokens.length;
    }

    /** One of the tokens, which rise. */
    public int token(int i) {
      return tokens[i];
    }

    /** How often it follows. */
    public int times(int i) {
      return times[i];
    }
  }

  Next next(Range range, int length) {
    List<Integer> tokens = new ArrayList<>();
    List<Integer> times = new ArrayList<>();
    Range left = range;
    while (left.count() > 0) {
      Range alike = suffixes.alike(left, length);
      tokens.add(suffixes.next(left, length));
      times.add(alike.count());
      left = new Range(alike.to(), left.to());
    }
    return new Next(tokens, times);
  }
}
