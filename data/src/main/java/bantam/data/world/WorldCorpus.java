package bantam.data.world;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.recipes.Key;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Text about a small world that a seed fixes: its facts recur in many documents, so that a small
 * model can learn them, and its {@linkplain Split splits} share no document.
 */
public final class WorldCorpus implements Corpus {
  /** Ways of writing, each about a part of the world of its own. */
  public enum Domain {
    /** Children's stories. */
    VILLAGE,
    /** The log of a harbour. */
    HARBOUR;

    Domain other() {
      return this == VILLAGE ? HARBOUR : VILLAGE;
    }

    Register register(long seed) {
      return switch (this) {
        case VILLAGE -> new VillageStories(Village.of(seed));
        case HARBOUR -> new HarbourLog(Harbour.of(seed));
      };
    }
  }

  /** The keys of {@code use: world}. */
  public record Options(
      @Key(value = "village (children's stories) or harbour (a log)", preset = "village")
          Domain domain,
      @Key(value = "documents of 60 to 150 words", min = 1, max = 100_000_000) int documents,
      @Key(value = "train, validation or test; they share no document", preset = "train")
          Split split,
      @Key(value = "seed of the world; its facts and texts depend on it", preset = "1", min = 0)
          long seed,
      @Key(
              value = "version of the generator, raised when its texts change",
              preset = "1",
              min = 1,
              max = 1)
          int version,
      @Key(
              value = "percent of the documents that are of the other domain instead",
              preset = "0",
              min = 0,
              max = 100)
          int other) {}

  private final Options options;

  public WorldCorpus(Options options) {
    this.options = options;
  }

  @Override
  public Stream<Document> documents() {
    Register register = options.domain().register(options.seed());
    Register others = options.domain().other().register(options.seed());
    String purpose = options.domain() + " " + options.split();
    return LongStream.range(0, options.documents())
        .mapToObj(
            i -> {
              boolean other =
                  new Dice(options.seed(), "other " + purpose, i).chance(options.other());
              Dice dice = new Dice(options.seed(), purpose, i);
              return (other ? others : register).document(dice, options.split());
            })
        .map(Document::new);
  }
}
