package bantam.data.forms;

import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.data.chat.Conversation;
import bantam.data.chat.Message;
import java.util.List;
import java.util.Optional;

/** Whether the chat template of the model's tokenizer writes a document. */
enum Template {
  /** If the tokenizer has one. */
  AUTO,
  /** It must have one. */
  CHAT,
  /** Never. */
  PLAIN;

  static final String KEY =
      "whether the tokenizer's chat template writes the text: chat, plain for never, auto for where"
          + " the tokenizer has one";

  /** A question and its answer. */
  Written pair(String place, String question, String answer, boolean masked) {
    return talk(
        place, List.of(new Message("user", question), new Message("assistant", answer)), masked);
  }

  /** A conversation. */
  Written talk(String place, List<Message> messages, boolean masked) {
    return new Written(
        this == PLAIN
            ? Optional.empty()
            : Optional.of(new Conversation(place, messages, masked, this == CHAT)));
  }

  /** What a template may write. */
  record Written(Optional<Conversation> conversation) {
    /**
     * @param plain the text without a template
     */
    Document of(List<Piece> plain) {
      return new Document(plain, Optional.empty(), conversation, false);
    }
  }
}
