package bantam.data.pack;

import bantam.recipes.InputException;
import bantam.recipes.Packing;

/** The sequences that a text is read in. Every one holds a prediction that counts. */
public interface Rows {
  /** Sequences. */
  int count();

  /** The longest sequence, in tokens. */
  int context();

  /** A sequence. */
  Sequence sequence(int row);

  /** Tokens of a sequence. */
  int tokens(int row);

  /** Whether every sequence has {@link #context} tokens. */
  boolean full();

  /** Whether a token sees only its own document. */
  boolean confined();

  /** Predictions at a sequence's beginning that another sequence has too. */
  int repeated(int row);

  /** Predictions of the whole text that count, each once. */
  long targets();

  /** UTF-8 bytes of the text that counts, for bits per byte. */
  long bytes();

  /**
   * Lays a text out.
   *
   * @param context tokens of a sequence at most
   * @throws InputException if there is nothing to predict, or too little text
   */
  static Rows of(Tokenized text, int context, Packing packing) {
    Rows rows =
        switch (packing) {
          case STREAM -> Windows.of(text, context, false);
          case STREAM_DOCUMENTS -> Windows.of(text, context, true);
          case BFD -> BestFit.of(text, context);
        };
    if (rows.count() == 0) {
      throw new InputException(
          "the text has no token whose prediction counts; its documents are prompts only: give"
              + " answers, or mask_prompt: false");
    }
    return rows;
  }
}
