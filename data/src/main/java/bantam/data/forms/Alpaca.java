package bantam.data.forms;

import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.data.corpus.JsonLine;
import bantam.recipes.Key;
import java.util.List;

/**
 * An instruction, perhaps with an input, and the output that answers it, in the template that
 * Alpaca published.
 *
 * @see <a href="https://github.com/tatsu-lab/stanford_alpaca#data-release">Taori et al. 2023</a>;
 *     as in alpaca-lora and torchtune a line end follows {@code ### Response:}
 */
final class Alpaca implements DocumentForm {
  private static final String ALONE =
      """
      Below is an instruction that describes a task. \
      Write a response that appropriately completes the request.

      ### Instruction:
      %s

      ### Response:
      """;

  private static final String WITH_INPUT =
      """
      Below is an instruction that describes a task, paired with an input that provides further \
      context. Write a response that appropriately completes the request.

      ### Instruction:
      %s

      ### Input:
      %s

      ### Response:
      """;

  record Options(
      @Key(value = "the field that holds the instruction", preset = "instruction")
          String instruction,
      @Key(value = "the field that holds the input; it may be missing or empty", preset = "input")
          String input,
      @Key(value = "the field that holds the answer", preset = "output") String output,
      @Key(value = "whether predictions of the prompt are left out of the loss", preset = "true")
          boolean maskPrompt,
      @Key(value = Template.KEY, preset = "plain") Template template) {}

  private final Options options;

  Alpaca(Options options) {
    this.options = options;
  }

  @Override
  public List<String> fields() {
    return List.of(options.instruction(), options.output());
  }

  @Override
  public List<String> optional() {
    return List.of(options.input());
  }

  @Override
  public Document document(JsonLine entry) {
    String instruction = entry.text(options.instruction());
    String input = entry.textIfAny(options.input());
    String prompt =
        input.isBlank() ? ALONE.formatted(instruction) : WITH_INPUT.formatted(instruction, input);
    String output = entry.text(options.output());
    String said = input.isBlank() ? instruction : instruction + "\n\n" + input;
    return options
        .template()
        .pair(entry.place(), said, output, options.maskPrompt())
        .of(List.of(new Piece(prompt, !options.maskPrompt()), new Piece(output, true)));
  }
}
