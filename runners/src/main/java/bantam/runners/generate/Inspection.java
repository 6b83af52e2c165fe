package bantam.runners.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import bantam.runners.StopSignal;
import bantam.runners.engine.Gradients;
import bantam.runners.evaluate.Subject;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a model makes of some tokens.
 *
 * @param tokens each with its log-probability given those before it
 * @param sum of the log-probabilities, in nats
 * @param greedy ids that the model would write next, taking the likeliest each time
 * @param greedyText the same as text
 */
public record Inspection(List<Token> tokens, double sum, List<Integer> greedy, String greedyText) {
  /** Logits that exist at once: 64 MB. */
  private static final int VALUES = 1 << 24;

  public Inspection {
    tokens = List.copyOf(tokens);
    greedy = List.copyOf(greedy);
  }

  /**
   * A token that was read.
   *
   * @param piece as the tokenizer's vocabulary has it
   * @param logProbability given the tokens before it, in nats; empty for the first one
   * @param top the likeliest tokens in its place, likeliest first; empty for the first one
   */
  public record Token(int id, String piece, OptionalDouble logProbability, List<Candidate> top) {
    public Token {
      top = List.copyOf(top);
    }
  }

  /** A token that could have stood there. */
  public record Candidate(int id, String piece, double logProbability) {}

  /**
   * Reads tokens.
   *
   * @param ids exactly what the model is given, at least one
   * @param top candidates in each place
   * @param more tokens to go on greedily, past end tokens; fewer where the model is full
   * @throws RecipeException for an id that the model does not have
   */
  public static Inspection of(Subject subject, int[] ids, int top, int more) {
    return of(subject.decoder(), Optional.of(subject.tokenizer()), ids, top, more);
  }

  /**
   * The same of a model that may have no tokenizer; pieces and text are empty then.
   *
   * @param ids exactly what the model is given, at least one
   */
  public static Inspection of(
      Decoder decoder, Optional<Tokenizer> tokenizer, int[] ids, int top, int more) {
    check(decoder, ids);
    List<Token> tokens = new ArrayList<>();
    tokens.add(new Token(ids[0], piece(tokenizer, ids[0]), OptionalDouble.empty(), List.of()));
    Gradients.off(
        () -> {
          read(decoder, tokenizer, ids, top, tokens);
          return tokens;
        });
    double sum = tokens.stream().mapToDouble(token -> token.logProbability().orElse(0)).sum();
    int room = Math.min(more, decoder.config().maxPositions() - ids.length);
    int[] next = room > 0 ? greedy(decoder, ids, room) : new int[0];
    return new Inspection(
        tokens,
        sum,
        Arrays.stream(next).boxed().toList(),
        tokenizer.map(words -> words.decode(next, true)).orElse(""));
  }

  private static void check(Decoder decoder, int[] ids) {
    int vocabulary = decoder.config().vocabulary();
    if (ids.length == 0) {
      throw new InputException("there is no token to read; give more text");
    }
    for (int id : ids) {
      if (id < 0 || id >= vocabulary) {
        throw new RecipeException(
            "the token id %d is not one of the model's, 0 to %d".formatted(id, vocabulary - 1));
      }
    }
  }

  private static void read(
      Decoder decoder, Optional<Tokenizer> tokenizer, int[] ids, int top, List<Token> tokens) {
    int vocabulary = decoder.config().vocabulary();
    int rows = Math.max(1, VALUES / vocabulary);
    try (NDManager scope = decoder.engine().scope()) {
      NDArray hidden =
          decoder.hidden(
              scope, Decoder.ids(scope, new int[][] {ids}), Attend.causal()); // (1, t, d)
      for (int from = 0; from < ids.length - 1; from += rows) {
        int to = Math.min(ids.length - 1, from + rows);
        try (NDManager part = scope.newSubManager()) {
          long[] places = IntStream.range(from, to).asLongStream().toArray();
          NDArray some =
              decoder.engine().kernels().one(part, "take_rows", hidden, part.create(places));
          float[] logits = decoder.logits(part, some).toFloatArray(); // (n, vocabulary)
          for (int i = from; i < to; i++) {
            int at = (i - from) * vocabulary;
            float[] row = Arrays.copyOfRange(logits, at, at + vocabulary);
            tokens.add(token(tokenizer, row, ids[i + 1], top));
          }
        }
      }
    }
  }

  /**
   * @param logits in the token's place, (vocabulary)
   */
  private static Token token(Optional<Tokenizer> tokenizer, float[] logits, int id, int top) {
    double sum = logits[id] - Sampling.logProbability(logits, id);
    int[] likeliest = top == 0 ? new int[0] : new Sampling(1, top, 1, 0, 1).kept(logits);
    List<Candidate> candidates =
        Arrays.stream(likeliest)
            .mapToObj(other -> new Candidate(other, piece(tokenizer, other), logits[other] - sum))
            .toList();
    return new Token(id, piece(tokenizer, id), OptionalDouble.of(logits[id] - sum), candidates);
  }

  /** A model may have more rows than its tokenizer has tokens. */
  private static String piece(Optional<Tokenizer> tokenizer, int id) {
    return tokenizer.filter(words -> id < words.size()).map(words -> words.piece(id)).orElse("");
  }

  private static int[] greedy(Decoder decoder, int[] ids, int more) {
    Continuation continuation = new Continuation(0, 0, 0, ids);
    Ends ends = Ends.of(Set.of(), more, decoder.config().maxPositions());
    new Generator(Ensemble.of(decoder), Sampling.GREEDY, ends, new StopSignal())
        .complete(List.of(continuation));
    return continuation.ids();
  }
}
