package bantam.data.forms;

import bantam.recipes.Catalogue;

/** The forms of data sets that people have. */
public final class Forms {
  public static final Catalogue<DocumentForm> ALL =
      Catalogue.of(
          "document form",
          new Catalogue.Entry<>(
              "alpaca",
              "instruction, input and output, in Alpaca's template",
              Alpaca.Options.class,
              Alpaca::new),
          new Catalogue.Entry<>(
              "messages",
              "a conversation as [{role, content}]",
              Messages.Options.class,
              Messages::new),
          new Catalogue.Entry<>(
              "preference",
              "prompt, chosen and rejected answer; the chosen one is trained on",
              Preference.Options.class,
              Preference::new),
          new Catalogue.Entry<>(
              "prompt-completion",
              "a prompt and what follows it, joined as they stand",
              PromptCompletion.Options.class,
              PromptCompletion::new),
          new Catalogue.Entry<>(
              "sharegpt",
              "a conversation as [{from, value}]",
              ShareGpt.Options.class,
              ShareGpt::new));

  private Forms() {}
}
