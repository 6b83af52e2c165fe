package bantam.data.world;

import java.util.List;

/** Draws questions of one kind. */
final class Questions {
  private final WorldItems.Options options;
  private final Village village;
  private final List<Fact> facts;

  Questions(WorldItems.Options options) {
    this.options = options;
    this.village = Village.of(options.seed());
    this.facts =
        switch (options.domain()) {
          case VILLAGE -> new VillageFacts(village).all();
          case HARBOUR -> new HarbourFacts(Harbour.of(options.seed())).all();
        };
  }

  Question draw(Dice dice) {
    Split split = options.split();
    return switch (options.kind()) {
      case FACTS -> fact(dice);
      case AGREEMENT -> new Agreement().ask(Cast.of(village, dice), dice, split);
      case COREFERENCE -> new Coreference().ask(Cast.of(village, dice), dice, split);
      case ORDER -> new Order().ask(Cast.of(village, dice), dice, split);
      case CAUSE -> new Causes().ask(Cast.of(village, dice), dice, split);
      case ARITHMETIC ->
          options.domain() == WorldCorpus.Domain.VILLAGE
              ? new Arithmetic().ask(Cast.of(village, dice), dice, split)
              : HarbourLog.ask(dice, split);
    };
  }

  private Question fact(Dice dice) {
    Fact fact = dice.pick(facts);
    return new Question(dice.pick(fact.prompts()), fact.answer(), fact.others());
  }
}
