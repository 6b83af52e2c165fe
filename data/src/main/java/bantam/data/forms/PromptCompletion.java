package bantam.data.forms;

import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.data.corpus.JsonLine;
import bantam.recipes.Key;
import java.util.List;

/** A prompt and its completion; nothing is put between them. */
final class PromptCompletion implements DocumentForm {
  record Options(
      @Key(value = "the field that holds the prompt", preset = "prompt") String prompt,
      @Key(value = "the field that holds what follows it", preset = "completion") String completion,
      @Key(value = "whether predictions of the prompt are left out of the loss", preset = "true")
          boolean maskPrompt,
      @Key(value = Template.KEY, preset = "plain") Template template) {}

  private final Options options;

  PromptCompletion(Options options) {
    this.options = options;
  }

  @Override
  public List<String> fields() {
    return List.of(options.prompt(), options.completion());
  }

  @Override
  public Document document(JsonLine entry) {
    String prompt = entry.text(options.prompt());
    String completion = entry.text(options.completion());
    return options
        .template()
        .pair(entry.place(), prompt, completion, options.maskPrompt())
        .of(List.of(new Piece(prompt, !options.maskPrompt()), new Piece(completion, true)));
  }
}
