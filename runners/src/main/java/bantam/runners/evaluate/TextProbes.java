package bantam.runners.evaluate;

import bantam.recipes.Catalogue;

/** What can be looked for inside of a model. */
public final class TextProbes {
  public static final Catalogue<TextProbe> ALL =
      Catalogue.of(
          "probe",
          new Catalogue.Entry<>(
              "attention-sink",
              "how many heads attend to the first token above all",
              AttentionSink.Options.class,
              AttentionSink::new));

  private TextProbes() {}
}
