package bantam.data.world;

import static bantam.recipes.Checks.checkField;

import bantam.data.items.Item;
import bantam.data.items.ItemSource;
import bantam.recipes.Key;
import bantam.recipes.RecipeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Multiple-choice items whose answers need what the world's texts teach. */
public final class WorldItems implements ItemSource {
  private static final int TRIES = 200;

  /** What answering needs. */
  public enum Kind {
    /** Knowledge of the world: where somebody lives, what a ship carries. */
    FACTS,
    /** The verb or reflexive that agrees with its subject. */
    AGREEMENT,
    /** Whom a pronoun means. */
    COREFERENCE,
    /** A sum or difference that no training document has. */
    ARITHMETIC,
    /** What came first and what came last. */
    ORDER,
    /** What follows from what. */
    CAUSE;

    int choices() {
      return this == AGREEMENT || this == COREFERENCE || this == ORDER ? 2 : 4;
    }
  }

  /** The keys of {@code use: world}. */
  public record Options(
      @Key("facts, agreement, coreference, arithmetic, order or cause") Kind kind,
      @Key(value = "village or harbour; harbour has facts and arithmetic", preset = "village")
          WorldCorpus.Domain domain,
      @Key(value = "items", preset = "200", min = 2, max = 1_000_000) int items,
      @Key(
              value =
                  "choices per item; 0 takes what the kind has: 2 for agreement, coreference and"
                      + " order, 4 for the others",
              preset = "0",
              min = 0,
              max = 4)
          int choices,
      @Key(
              value =
                  "split whose combinations (operands, pairs of deeds, ...) are asked for; facts have"
                      + " none, every split tells them",
              preset = "test")
          Split split,
      @Key(value = "seed of the world; the texts must have the same", preset = "1", min = 0)
          long seed,
      @Key(
              value = "version of the generator, raised when its items change",
              preset = "1",
              min = 1,
              max = 1)
          int version) {
    public Options {
      checkField(
          domain == WorldCorpus.Domain.VILLAGE || kind == Kind.FACTS || kind == Kind.ARITHMETIC,
          "kind",
          kind.name().toLowerCase(Locale.ROOT),
          "must be facts or arithmetic in the harbour");
      checkField(
          choices == 0 || (choices >= 2 && choices <= kind.choices()),
          "choices",
          choices,
          "must be 0 or from 2 to " + kind.choices() + " for this kind");
      choices = choices == 0 ? kind.choices() : choices;
    }
  }

  private final Options options;

  public WorldItems(Options options) {
    this.options = options;
  }

  @Override
  public double chance() {
    return 1.0 / options.choices();
  }

  @Override
  public Stream<Item> items() {
    Questions questions = new Questions(options);
    List<Item> items = new ArrayList<>();
    Set<String> asked = new HashSet<>();
    for (long draw = 0; items.size() < options.items(); draw++) {
      if (draw > (long) TRIES * options.items()) {
        throw new RecipeException(
            "items is %d; the world has no more than %d different ones of this kind"
                .formatted(options.items(), items.size()));
      }
      Dice dice = new Dice(options.seed(), "items " + options.kind() + options.split(), draw);
      Question question = questions.draw(dice);
      if (question.others().size() >= options.choices() - 1 && asked.add(question.prompt())) {
        items.add(item(question, items.size(), dice));
      }
    }
    return items.stream();
  }

  /** The right choice's place goes round, so that no place is right more often than another. */
  private Item item(Question question, int index, Dice dice) {
    List<String> choices = new ArrayList<>(dice.some(options.choices() - 1, question.others()));
    int gold = index % options.choices();
    choices.add(gold, question.answer());
    return new Item(Integer.toString(index), question.prompt(), choices, gold);
  }
}
