package bantam.runners.evaluate;

import bantam.data.tokenize.Tokenizer;
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

  /** Whole texts and prompts. */
  List<int[]> texts(List<String> texts) {
    return encoder.encode(texts, true);
  }

  /** Prompts and what is scored behind them, in the order of the requests. */
  List<Pair> pairs(List<Texts> requests) {
    return Pairs.encode(requests, encoder, prefix);
  }
}
