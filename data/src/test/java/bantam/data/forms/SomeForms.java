package bantam.data.forms;

import bantam.recipes.Choice;

/** Forms as recipes choose them. */
public final class SomeForms {
  private SomeForms() {}

  public static Choice alpaca() {
    return new Choice(
        "alpaca", new Alpaca.Options("instruction", "input", "output", true, Template.PLAIN));
  }

  public static Choice messages(String field) {
    return new Choice("messages", new Messages.Options(field, true, Template.AUTO));
  }

  public static Choice preference(String prompt, String chosen, String rejected) {
    return new Choice("preference", new Preference.Options(prompt, chosen, rejected, true));
  }

  /** Written by the chat template, which must be there. */
  public static Choice chattyAlpaca() {
    return new Choice(
        "alpaca", new Alpaca.Options("instruction", "input", "output", true, Template.CHAT));
  }
}
