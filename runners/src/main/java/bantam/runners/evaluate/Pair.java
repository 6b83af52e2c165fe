package bantam.runners.evaluate;

import java.util.Arrays;

/** A request for a log-likelihood, in tokens: a context and its continuation, both not empty. */
final class Pair {
  private final int[] ids;
  private final int split;

  private Pair(int[] ids, int split) {
    this.ids = ids;
    this.split = split;
  }

  static Pair of(int[] context, int[] continuation) {
    int[] ids = Arrays.copyOf(context, context.length + continuation.length);
    System.arraycopy(continuation, 0, ids, context.length, continuation.length);
    return new Pair(ids, context.length);
  }

  /** What the model is given. */
  int[] context() {
    return Arrays.copyOf(ids, split);
  }

  /** What is scored, every token once. */
  int[] continuation() {
    return Arrays.copyOfRange(ids, split, ids.length);
  }

  /** What the model reads: all but the last token, for that one is only predicted. */
  int[] input() {
    return Arrays.copyOf(ids, ids.length - 1);
  }

  /** Tokens that the model reads. */
  int length() {
    return ids.length - 1;
  }

  /** A part of what the model reads. */
  int[] inputBetween(int from, int to) {
    return Arrays.copyOfRange(ids, from, to);
  }

  /** Tokens that the inputs of two requests begin with alike. */
  int common(Pair other) {
    int differ = Arrays.mismatch(ids, 0, length(), other.ids, 0, other.length());
    return differ < 0 ? length() : differ;
  }

  /** By their tokens from the first one on, so that neighbours begin alike. */
  int compareTokens(Pair other) {
    int order = Arrays.compare(ids, 0, length(), other.ids, 0, other.length());
    return order != 0 ? order : Arrays.compare(ids, other.ids);
  }

  /** Tokens that are scored. */
  int scored() {
    return ids.length - split;
  }

  /** The position in {@link #input} whose prediction is the first token of the continuation. */
  int first() {
    return split - 1;
  }

  /**
   * Cut on the left until the model reads at most so many tokens, as in lm-evaluation-harness,
   * {@code HFLM._loglikelihood_tokens}. Ours differs for a continuation that alone is longer: the
   * harness fails, ours scores the tokens at its end that have a token before them.
   *
   * @param limit tokens, at least 1
   */
  Pair within(int limit) {
    int cut = length() - limit;
    return cut <= 0
        ? this
        : new Pair(Arrays.copyOfRange(ids, cut, ids.length), Math.max(1, split - cut));
  }

  /** The same for a smaller vocabulary, where the speed matters and not the text. */
  Pair modulo(int vocabulary) {
    return new Pair(Arrays.stream(ids).map(id -> id % vocabulary).toArray(), split);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pair pair && split == pair.split && Arrays.equals(ids, pair.ids);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + split;
  }

  @Override
  public String toString() {
    return Arrays.toString(context()) + " -> " + Arrays.toString(continuation());
  }
}
