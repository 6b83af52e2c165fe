package bantam.data.forms;

import bantam.data.Document;
import bantam.data.corpus.JsonLine;
import bantam.recipes.Key;
import java.util.List;
import java.util.Map;

/** A conversation as ShareGPT's exports have it: {@code [{from, value}]}. */
final class ShareGpt implements DocumentForm {
  private static final Map<String, Turns.Role> ROLES =
      Map.of(
          "system", Turns.Role.SYSTEM,
          "human", Turns.Role.USER,
          "user", Turns.Role.USER,
          "gpt", Turns.Role.ASSISTANT,
          "chatgpt", Turns.Role.ASSISTANT,
          "assistant", Turns.Role.ASSISTANT);

  record Options(
      @Key(value = "the field that holds the list of turns", preset = "conversations")
          String conversations,
      @Key(
              value = "whether only predictions of the model's turns count in the loss",
              preset = "true")
          boolean maskPrompt,
      @Key(value = Template.KEY, preset = "auto") Template template) {}

  private final Options options;

  ShareGpt(Options options) {
    this.options = options;
  }

  @Override
  public List<String> fields() {
    return List.of(options.conversations());
  }

  @Override
  public Document document(JsonLine entry) {
    return Turns.read(entry, options.conversations(), "from", "value", ROLES)
        .document(entry.place(), options.maskPrompt(), options.template());
  }
}
