package bantam.runners.evaluate;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a prompt and what follows it into tokens.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/model.py}: {@code _encode_pair} and {@code loglikelihood}. Ours
 *     differs where a context consists of white space only or encodes to nothing: the harness
 *     stops, ours takes the prefix token for it.
 */
final class Pairs {
  /** Texts to tokens; {@code specials} lets the tokenizer add what it adds, such as BOS. */
  @FunctionalInterface
  interface Encoder {
    List<int[]> encode(List<String> texts, boolean specials);

    /** What stands behind an empty context. */
    default List<int[]> encodeAlone(List<String> texts) {
      return encode(texts, false);
    }

    /** Whether the prefix token that such a text begins with is its context, and not scored. */
    default boolean sharesPrefix() {
      return true;
    }
  }

  /** A prompt and the text whose likelihood is asked. */
  record Texts(String context, String continuation) {
    /** The continuation behind nothing. */
    Texts alone() {
      return new Texts("", continuation);
    }

    /** White space at the end of the context belongs to the continuation: tokens begin with it. */
    Texts moved() {
      int end = context.length();
      while (end > 0 && isWhite(context.charAt(end - 1))) {
        end--;
      }
      return end == context.length()
          ? this
          : new Texts(context.substring(0, end), context.substring(end) + continuation);
    }
  }

  private Pairs() {}

  /**
   * A tokenizer that adds nothing to texts which already begin with the prefix token, as those of
   * chat templates do.
   */
  static Encoder encoder(Tokenizer tokenizer, int prefix) {
    String begun = tokenizer.decode(new int[] {prefix}, false);
    return (texts, specials) ->
        texts.parallelStream()
            .map(
                text ->
                    tokenizer.encode(
                        text, specials && (begun.isEmpty() || !text.startsWith(begun))))
            .toList();
  }

  /**
   * @param prefix the token that stands for an empty context: BOS, or EOS where there is no BOS
   * @return one pair for each request, in their order
   */
  static List<Pair> encode(List<Texts> requests, Encoder encoder, int prefix) {
    List<String> whole = new ArrayList<>();
    List<String> contexts = new ArrayList<>();
    List<String> alone = new ArrayList<>();
    for (Texts request : requests) {
      Texts moved = request.moved();
      if (moved.context().isEmpty()) {
        alone.add(moved.continuation());
      } else {
        whole.add(moved.context() + moved.continuation());
        contexts.add(moved.context());
      }
    }
    List<int[]> wholeIds = encoder.encode(whole, true);
    List<int[]> contextIds = encoder.encode(contexts, true);
    List<int[]> aloneIds = encoder.encodeAlone(alone);
    List<Pair> pairs = new ArrayList<>();
    int next = 0;
    int nextAlone = 0;
    for (Texts request : requests) {
      boolean empty = request.moved().context().isEmpty();
      Pair pair =
          empty
              ? withoutContext(aloneIds.get(nextAlone++), prefix, encoder.sharesPrefix())
              : split(contextIds.get(next), wholeIds.get(next++), prefix);
      if (pair.scored() == 0) {
        throw new InputException(
            "the continuation '%s' has no tokens of its own behind '%s'; give the choice some text"
                .formatted(request.continuation(), request.context()));
      }
      pairs.add(pair);
    }
    return pairs;
  }

  private static Pair split(int[] context, int[] whole, int prefix) {
    int from = Math.min(context.length, whole.length);
    int[] continuation = Arrays.copyOfRange(whole, from, whole.length);
    return Pair.of(context.length == 0 ? new int[] {prefix} : context, continuation);
  }

  private static Pair withoutContext(int[] continuation, int prefix, boolean shares) {
    boolean brings = shares && continuation.length > 0 && continuation[0] == prefix;
    return Pair.of(
        new int[] {prefix},
        brings ? Arrays.copyOfRange(continuation, 1, continuation.length) : continuation);
  }

  /** Python's {@code str.isspace}: Java's own misses the no-break spaces and NEL. */
  private static boolean isWhite(char c) {
    return Character.isWhitespace(c) || c == 0x85 || c == 0xA0 || c == 0x2007 || c == 0x202F;
  }
}
