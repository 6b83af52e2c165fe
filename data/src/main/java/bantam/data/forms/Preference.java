package bantam.data.forms;

import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.data.corpus.JsonLine;
import bantam.recipes.Key;
import java.util.List;
import java.util.Optional;

/**
 * A prompt with an answer that was preferred to another, as for DPO. Training on text takes the
 * chosen answer; the document keeps the rejected one.
 */
final class Preference implements DocumentForm {
  record Options(
      @Key(value = "the field that holds the prompt", preset = "prompt") String prompt,
      @Key(value = "the field that holds the better answer", preset = "chosen") String chosen,
      @Key(value = "the field that holds the worse answer", preset = "rejected") String rejected,
      @Key(value = "whether predictions of the prompt are left out of the loss", preset = "true")
          boolean maskPrompt) {}

  private final Options options;

  Preference(Options options) {
    this.options = options;
  }

  @Override
  public List<String> fields() {
    return List.of(options.prompt(), options.chosen(), options.rejected());
  }

  @Override
  public Document document(JsonLine entry) {
    return new Document(
        List.of(
            new Piece(entry.text(options.prompt()), !options.maskPrompt()),
            new Piece(entry.text(options.chosen()), true)),
        Optional.of(entry.text(options.rejected())));
  }
}
