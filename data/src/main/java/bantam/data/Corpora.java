package bantam.data;

import bantam.data.corpus.ArrowCorpus;
import bantam.data.corpus.JsonlCorpus;
import bantam.data.corpus.TextCorpus;
import bantam.data.world.WorldCorpus;
import bantam.recipes.Catalogue;

/** Where text comes from. */
public final class Corpora {
  public static final Catalogue<Corpus> ALL =
      Catalogue.of(
          "corpus",
          new Catalogue.Entry<>(
              "arrow",
              "a text column, or rows of a known form, of an Arrow file or stream",
              ArrowCorpus.Options.class,
              ArrowCorpus::new),
          new Catalogue.Entry<>(
              "jsonl",
              "a field of each line of a JSONL file, or lines of a known form",
              JsonlCorpus.Options.class,
              JsonlCorpus::new),
          new Catalogue.Entry<>(
              "text", "a plain text file", TextCorpus.Options.class, TextCorpus::new),
          new Catalogue.Entry<>(
              "world",
              "generated text about a small world",
              WorldCorpus.Options.class,
              WorldCorpus::new));

  private Corpora() {}
}
