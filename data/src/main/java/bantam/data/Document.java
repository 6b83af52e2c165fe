package bantam.data;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/**
 * A text that stands by itself, in pieces: what a model is trained to say, and what it only reads.
 * Its identity is its place in its corpus.
 *
 * @param pieces in order; their concatenation is the text
 * @param rejected the text that should not have been said after the same prompt, where the corpus
 *     holds preferences; training on text leaves it alone
 */
public record Document(List<Piece> pieces, Optional<String> rejected) {
  /**
   * A part of a text.
   *
   * @param trained whether predicting it counts; a prompt is read only
   */
  public record Piece(String text, boolean trained) {}

  public Document {
    pieces = List.copyOf(pieces);
  }

  /** A document of these pieces. */
  public Document(List<Piece> pieces) {
    this(pieces, Optional.empty());
  }

  /** A document all of which counts. */
  public Document(String text) {
    this(List.of(new Piece(text, true)));
  }

  /** The whole text. */
  public String text() {
    return pieces.size() == 1
        ? pieces.get(0).text()
        : pieces.stream().map(Piece::text).collect(joining());
  }

  /** Whether all of it counts. */
  public boolean whole() {
    return pieces.stream().allMatch(Piece::trained);
  }
}
