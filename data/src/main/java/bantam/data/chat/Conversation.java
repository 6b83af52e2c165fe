package bantam.data.chat;

import bantam.data.Document;
import bantam.recipes.InputException;
import java.util.List;
import java.util.Optional;

/**
 * What is said by turns, before a template has written it.
 *
 * @param place where it was read, for messages
 * @param masked whether only the assistant's turns count
 * @param required whether there must be a template
 */
public record Conversation(String place, List<Message> messages, boolean masked, boolean required) {
  public Conversation {
    messages = List.copyOf(messages);
  }

  /**
   * The conversation in the template's form, if there is a template.
   *
   * @throws InputException if there must be one and is none, or it cannot write the conversation
   */
  public Optional<Document> document(Optional<ChatTemplate> template) {
    if (template.isEmpty() && required) {
      throw new InputException(
          place
              + ": is to be written by a chat template, and the tokenizer has none; set template:"
              + " plain, or add chat_template to its tokenizer_config.json");
    }
    try {
      return template.map(one -> one.document(messages, masked));
    } catch (InputException e) {
      throw new InputException(place + ": " + e.getMessage(), e);
    }
  }

  /**
   * The text behind which the assistant answers: the conversation, without its last turn if that is
   * the assistant's.
   */
  public String prompt(ChatTemplate template) {
    int last = messages.size() - 1;
    boolean answered = last > 0 && messages.get(last).role().equals("assistant");
    return template.render(answered ? messages.subList(0, last) : messages, true);
  }
}
