package bantam.data.pack;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import java.util.OptionalInt;

/**
 * How a document's tokens are set apart from its neighbours'.
 *
 * @param template whether the tokenizer's own template does it
 * @param begins whether a document's first token is such a mark
 * @param before the token to put before each document
 * @param last the token to put behind the last document; where there is one, the mark that begins a
 *     document is also what ends the one before
 */
record Framing(boolean template, boolean begins, OptionalInt before, OptionalInt last) {
  static Framing of(Tokenizer tokenizer) {
    int[] letter = tokenizer.encode("a", true);
    int[] bare = tokenizer.encode("a", false);
    if (letter.length > bare.length) {
      boolean begins = letter[0] != bare[0];
      boolean ends = letter[letter.length - 1] != bare[bare.length - 1];
      return new Framing(
          true,
          begins,
          OptionalInt.empty(),
          begins && !ends ? OptionalInt.of(letter[0]) : OptionalInt.empty());
    }
    OptionalInt separator = tokenizer.eos().isPresent() ? tokenizer.eos() : tokenizer.bos();
    if (separator.isEmpty()) {
      throw new InputException(
          tokenizer.file()
              + ": names no begin or end token to part documents; add eos_token to a"
              + " tokenizer_config.json beside it");
    }
    return new Framing(false, true, separator, separator);
  }
}
