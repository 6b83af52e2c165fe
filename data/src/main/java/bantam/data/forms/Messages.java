package bantam.data.forms;

import bantam.data.Document;
import bantam.data.corpus.JsonLine;
import bantam.recipes.Key;
import java.util.List;
import java.util.Map;

/** A conversation as OpenAI and Hugging Face write it: {@code [{role, content}]}. */
final class Messages implements DocumentForm {
  private static final Map<String, Turns.Role> ROLES =
      Map.of(
          "system", Turns.Role.SYSTEM,
          "user", Turns.Role.USER,
          "assistant", Turns.Role.ASSISTANT);

  record Options(
      @Key(value = "the field that holds the list of messages", preset = "messages")
          String messages,
      @Key(
              value = "whether only predictions of the assistant's turns count in the loss",
              preset = "true")
          boolean maskPrompt,
      @Key(value = Template.KEY, preset = "auto") Template template) {}

  private final Options options;

  Messages(Options options) {
    this.options = options;
  }

  @Override
  public List<String> fields() {
    return List.of(options.messages());
  }

  @Override
  public Document document(JsonLine entry) {
    return Turns.read(entry, options.messages(), "role", "content", ROLES)
        .document(entry.place(), options.maskPrompt(), options.template());
  }
}
