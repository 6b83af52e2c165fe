package bantam.data.suffix;

import bantam.data.suffix.InfiniGram.Next;
import bantam.data.suffix.SuffixArray.Range;
import java.util.Arrays;

/**
 * What a corpus knows of a context that grows token by token. It is looked at by its longest end
 * that the corpus goes on after; that of one token more is longer by one token at most, so that a
 * context that is read through takes a few binary searches for each token.
 */
public final class Context {
  private final InfiniGram corpus;
  private int[] ids = new int[64];
  private int size;

  /** Where the longest end stands with a token behind it; never empty. */
  private Range range;

  private int length;

  Context(InfiniGram corpus) {
    this.corpus = corpus;
    this.range = corpus.all();
  }

  /** Reads a token behind those that were read. */
  public void add(int token) {
    append(token);
    SuffixArray suffixes = corpus.suffixes();
    Range longer = corpus.followed(suffixes.narrow(range, length, token), length + 1);
    if (longer.count() > 0) {
      range = longer;
      length++;
    } else {
      search(length);
    }
  }

  /** The same for tokens between which nobody looks. */
  public void add(int[] tokens) {
    if (tokens.length == 1) {
      add(tokens[0]);
    } else if (tokens.length > 1) {
      Arrays.stream(tokens).forEach(this::append);
      search(length + tokens.length);
    }
  }

  private void append(int token) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = token;
  }

  /**
   * An end that is followed has shorter ends that are followed: the longest is searched for.
   *
   * @param most tokens that it may have
   */
  private void search(int most) {
    int known = 0;
    int beyond = most + 1;
    range = corpus.all();
    while (beyond - known > 1) {
      int middle = (known + beyond) >>> 1;
      Range found = corpus.followed(corpus.suffixes().find(ids, size - middle, size), middle);
      if (found.count() > 0) {
        known = middle;
        range = found;
      } else {
        beyond = middle;
      }
    }
    length = known;
  }

  /** Tokens of the longest end that the corpus goes on after; 0 where it knows none. */
  public int length() {
    return length;
  }

  /** How often a token stands behind that end. */
  public int times() {
    return range.count();
  }

  /** How often this token stands behind that end. */
  public int follows(int token) {
    return corpus.suffixes().narrow(range, length, token).count();
  }

  /** Of a token, the share of {@link #follows} in {@link #times}. */
  public double probability(int token) {
    return (double) follows(token) / times();
  }

  /** Whether the corpus always goes on with the same token: the authors' sparse estimates. */
  public boolean sparse() {
    return corpus.suffixes().alike(range, length).count() == range.count();
  }

  /** All tokens that stand behind that end. */
  public Next next() {
    return corpus.next(range, length);
  }
}
