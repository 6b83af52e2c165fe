package bantam.runners.generate;

import bantam.data.tokenize.Tokenizer;
import bantam.runners.generate.Continuation.Finish;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a completion ends. */
public final class Ends {
  private final Set<Integer> tokens;
  private final List<String> texts;
  private final Optional<Tokenizer> tokenizer;
  private final int maxTokens;
  private final int limit;
  private final int window;

  private Ends(
      Set<Integer> tokens,
      List<String> texts,
      Optional<Tokenizer> tokenizer,
      int maxTokens,
      int limit) {
    this.tokens = Set.copyOf(tokens);
    this.texts = List.copyOf(texts);
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
    this.limit = limit;
    // a token stands for a byte at least, save special ones; some room for those and for what the
    // first token of a decoded text may lose
    this.window =
        8 + texts.stream().mapToInt(t -> t.getBytes(StandardCharsets.UTF_8).length).max().orElse(0);
  }

  /**
   * @param limit tokens that the model reads
   */
  public static Ends of(Set<Integer> tokens, int maxTokens, int limit) {
    return new Ends(tokens, List.of(), Optional.empty(), maxTokens, limit);
  }

  /** The same, and with any of some texts, none of which is empty. */
  public Ends orWith(List<String> some, Tokenizer with) {
    return new Ends(tokens, some, Optional.of(with), maxTokens, limit);
  }

  /** New tokens at most. */
  int maxTokens() {
    return maxTokens;
  }

  /** Whether a text ends a completion, wherever in it it stands. */
  boolean hasTexts() {
    return !texts.isEmpty();
  }

  /**
   * @param prompt its length
   * @param ids the new tokens
   */
  Optional<Finish> of(int prompt, int[] ids) {
    if (tokens.contains(ids[ids.length - 1]) || endsWithText(ids)) {
      return Optional.of(Finish.STOP);
    }
    if (ids.length == maxTokens) {
      return Optional.of(Finish.LENGTH);
    }
    return prompt + ids.length >= limit ? Optional.of(Finish.CONTEXT) : Optional.empty();
  }

  private boolean endsWithText(int[] ids) {
    if (texts.isEmpty()) {
      return false;
    }
    int[] last = Arrays.copyOfRange(ids, Math.max(0, ids.length - window), ids.length);
    String tail = tokenizer.orElseThrow().decode(last, true);
    return texts.stream().anyMatch(tail::contains);
  }

  /** A text up to the first of those that end it. */
  String cut(String text) {
    int end =
        texts.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(text.length());
    return text.substring(0, end);
  }

  /** Whether a token ends a completion by itself and is no part of the text. */
  public boolean isStop(int token) {
    return tokens.contains(token);
  }
}
