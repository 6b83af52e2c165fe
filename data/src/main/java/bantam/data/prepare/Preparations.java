package bantam.data.prepare;

import bantam.recipes.Catalogue;

/** What can be done to records. */
public final class Preparations {
  public static final Catalogue<Preparation> ALL =
      Catalogue.of(
          "preparation",
          new Catalogue.Entry<>(
              "fill",
              "fields from templates, for records of another form",
              Fill.Options.class,
              Fill::new),
          new Catalogue.Entry<>(
              "find-all",
              "a list of what an expression finds in a field",
              FindAll.Options.class,
              FindAll::new),
          new Catalogue.Entry<>(
              "hellaswag",
              "query and choices of HellaSwag, without the marks of WikiHow",
              HellaSwag.Options.class,
              HellaSwag::new),
          new Catalogue.Entry<>(
              "last-word",
              "context and word of a text: all but what is behind its last space, and that",
              LastWord.Options.class,
              options -> new LastWord()),
          new Catalogue.Entry<>(
              "parts", "fields from the groups of an expression", Parts.Options.class, Parts::new),
          new Catalogue.Entry<>(
              "race",
              "query, choices and gold of RACE: the last question behind the others",
              Race.Options.class,
              options -> new Race()),
          new Catalogue.Entry<>(
              "svamp", "question and answer of SVAMP", Svamp.Options.class, options -> new Svamp()),
          new Catalogue.Entry<>(
              "truthfulqa",
              "choices of TruthfulQA, and right, the places of the true ones",
              TruthfulQa.Options.class,
              TruthfulQa::new),
          new Catalogue.Entry<>(
              "wikitext",
              "detokenises WikiText's text; page keeps it as it was",
              WikiText.Options.class,
              options -> new WikiText()),
          new Catalogue.Entry<>(
              "winogrande",
              "contexts, one for each option in the blank's place, and the ending behind it",
              WinoGrande.Options.class,
              options -> new WinoGrande()));

  private Preparations() {}
}
