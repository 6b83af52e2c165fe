package bantam.runners.evaluate;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Compat;
import bantam.runners.evaluate.Pairs.Texts;
import java.util.List;

/**
 * How the texts of tasks become tokens.
 *
 * @param prefix the token that stands for an empty context
 */
record Encoding(Pairs.Encoder encoder, int prefix) {
  /** With what the tokenizer puts around texts, unless a text brings it. */
  static Encoding of(Tokenizer tokenizer) {
    int prefix = Subject.prefix(tokenizer);
    return new Encoding(Pairs.encoder(tokenizer, prefix), prefix);
  }

  /**
   * As versions of the reference do it.
   *
   * @param subject the model that reads the tokens
   */
  static Encoding of(Subject subject, Compat compat) {
    boolean gemma = subject.decoder().config().family().contains("gemma");
    return of(subject.tokenizer(), compat, gemma);
  }

  /** The same of any tokenizer, and whether it is a Gemma model's. */
  static Encoding of(Tokenizer tokenizer, Compat compat, boolean gemma) {
    return switch (compat) {
      case SINCE_0_4_10 -> of(tokenizer);
      case BEFORE_0_4_10 ->
          new Encoding(new FormerEncoder(tokenizer, gemma), Subject.prefix(tokenizer));
    };
  }

  /** Whole texts and prompts. */
  List<int[]> texts(List<String> texts) {
    return encoder.encode(texts, true);
  }

  /** Prompts and what is scored behind them, in the order of the requests. */
  List<Pair> pairs(List<Texts> requests) {
    return Pairs.encode(requests, encoder, prefix);
  }
}
