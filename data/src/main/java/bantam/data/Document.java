package bantam.data;

import static java.util.stream.Collectors.joining;

import bantam.data.chat.ChatTemplate;
import bantam.data.chat.Conversation;
import java.util.List;
import java.util.Optional;

/**
 * A text that stands by itself, in pieces: what a model is trained to say, and what it only reads.
 * Its identity is its place in its corpus.
 *
 * @param pieces in order; their concatenation is the text
 * @param rejected the text that should not have been said after the same prompt, where the corpus
 *     holds preferences; training on text leaves it alone
 * @param conversation what a chat template may write in another way than the pieces
 * @param marked whether the text holds the tokens that begin and end it, so that nothing is put
 *     around it
 */
public record Document(
    List<Piece> pieces,
    Optional<String> rejected,
    Optional<Conversation> conversation,
    boolean marked) {
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

  /** A document of these pieces, which answer better than another text would. */
  public Document(List<Piece> pieces, Optional<String> rejected) {
    this(pieces, rejected, Optional.empty(), false);
  }

  /** A document all of which counts. */
  public Document(String text) {
    this(List.of(new Piece(text, true)));
  }

  /** A document that holds the tokens that begin and end it. */
  public static Document marked(List<Piece> pieces) {
    return new Document(pieces, Optional.empty(), Optional.empty(), true);
  }

  /**
   * The document as a model of this template reads it: a conversation in the template's form.
   *
   * @param template of the model's tokenizer, if that has one
   */
  public Document writtenBy(Optional<ChatTemplate> template) {
    return conversation.flatMap(talk -> talk.document(template)).orElse(this);
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
