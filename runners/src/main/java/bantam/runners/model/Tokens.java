package bantam.runners.model;

import bantam.data.tokenize.Tokenizer;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a model takes from its tokenizer.
 *
 * @param size rows of the embedding: one more than the largest id
 * @param bos the token that begins a text
 * @param eos the tokens that end one; may be empty
 */
public record Tokens(int size, OptionalInt bos, List<Integer> eos) {
  public Tokens {
    eos = List.copyOf(eos);
  }

  public static Tokens of(Tokenizer tokenizer) {
    List<Integer> eos = tokenizer.eos().stream().boxed().toList();
    return new Tokens(tokenizer.size(), tokenizer.bos(), eos);
  }

  /** Those of an existing model, such as a teacher. */
  public static Tokens of(ModelConfig config) {
    return new Tokens(config.vocabulary(), config.bos(), config.eos());
  }
}
