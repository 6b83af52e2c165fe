package bantam.data;

import java.util.stream.Stream;

/** Text in documents. Every reading gives the same documents in the same order. */
public interface Corpus {
  /**
   * The documents from the first one on. They are read as the stream goes; close it to let go of
   * the file behind it.
   *
   * @throws bantam.recipes.InputException while the stream is consumed, if the text is missing,
   *     broken or empty; the message names file and line
   */
  Stream<Document> documents();
}
