package bantam.data.overlap;

import java.util.Optional;

/**
 * How much of a text stands in a corpus.
 *
 * @param ngram words of the sequences that were looked for
 * @param sequences of so many words in the text; 0 where it has too few words to tell
 * @param found those of them that stand in the corpus
 * @param first where the earliest one stands; empty where none does
 */
public record Overlap(int ngram, int sequences, int found, Optional<Place> first) {
  /**
   * A place in a corpus.
   *
   * @param document from 0 on
   * @param word of the document, from 0 on
   * @param words what stands there, as words are compared
   */
  public record Place(long document, long word, String words) {}
}
