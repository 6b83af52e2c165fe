package bantam.data.pack;

import bantam.data.Corpus;
import bantam.data.tokenize.Tokenizer;

/**
 * A corpus as token ids, documents laid end to end, in memory or on the disk. A place is the index
 * of a token in the whole, from 0 on.
 *
 * <p>Documents are parted as the tokenizer's own template parts them (a Llama tokenizer puts a
 * begin token before each); where it has none, by the end token, else the begin token, before each
 * document. One more separator closes the last document, so that every token of the text and every
 * end of a document is predicted exactly once. A separator belongs to the document that follows it;
 * predicting it counts if the last piece of the document before it does.
 */
public interface Tokenized {
  /** Tokens, separators included. */
  long tokens();

  /** Copies {@code count} ids from a place on to the beginning of {@code into}. */
  void ids(long from, int count, int[] into);

  /** Documents. */
  int documents();

  /** The place of a document's first token. */
  long start(int document);

  /**
   * Whether the separator that begins a document is also what ends the one before, as opposed to a
   * template that ends each document by a token of its own.
   */
  boolean closed();

  /** Whether some tokens do not count. */
  boolean masked();

  /** Whether predicting the token at a place counts. */
  boolean counts(long place);

  /** Tokens that count, the first of the text left out: nothing predicts it. */
  long targets();

  /** UTF-8 bytes of the text that counts, without separators, for bits per byte. */
  long bytes();

  /** The document that the token at a place belongs to. */
  default int documentAt(long place) {
    int low = 0;
    int high = documents() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (start(middle) <= place) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** One document of given tokens, a byte each. */
  static Tokenized of(int[] ids) {
    HeapTokenized.Builder builder = new HeapTokenized.Builder();
    builder.begin();
    for (int id : ids) {
      builder.token(id, true);
    }
    return builder.build(new Encoder.Totals(ids.length, false));
  }

  /**
   * Encodes a corpus into memory.
   *
   * @throws bantam.recipes.InputException if the text is broken
   */
  static Tokenized of(Corpus corpus, Tokenizer tokenizer) {
    HeapTokenized.Builder builder = new HeapTokenized.Builder();
    return builder.build(Encoder.encode(corpus, tokenizer, builder));
  }
}
