package bantam.data.world;

import java.util.List;
import java.util.Map;

/** Whom a pronoun means; the names with what happens to them are the split's own. */
final class Coreference implements Scene {
  private static final List<String> MEETINGS =
      List.of(
          "{n} and {on} went to the {place}.",
          "{n} met {on} by the {place}.",
          "{n} and {on} played by the {place}.",
          "{n} ran after {on} to the {place}.");

  private static final List<String> EVENTS =
      List.of(
          "was tired",
          "found a coin",
          "fell into the mud",
          "saw a fox",
          "caught a fish",
          "heard a bell",
          "lost a shoe",
          "sang a song",
          "picked a flower",
          "climbed a tree",
          "wore a coat",
          "told a joke");

  @Override
  public String tell(Cast cast, Dice dice, Split split) {
    return question(cast, dice, split);
  }

  /** The one whom the pronoun means against the other one; either may have been named first. */
  Question ask(Cast cast, Dice dice, Split split) {
    String text = question(cast, dice, split);
    String prompt = text.substring(0, text.lastIndexOf("it was ") + "it was".length());
    String answer = text.substring(prompt.length() + 1).split(" ", 2)[0];
    String other = answer.equals(cast.hero().name()) ? cast.friend().name() : cast.hero().name();
    return new Question(prompt, answer, List.of(other));
  }

  private static String question(Cast given, Dice dice, Split split) {
    while (true) {
      int event = dice.roll(EVENTS.size());
      boolean first = dice.chance(50);
      String who = first ? given.hero().name() : given.friend().name();
      String other = first ? given.friend().name() : given.hero().name();
      if (split.holdsOf(event, "coreference", who, other)) {
        Map<String, String> slots = given.slots();
        slots.put("who", first ? slots.get("he") : slots.get("ohe"));
        slots.put("name", who);
        slots.put("event", EVENTS.get(event));
        return Words.fill(
            dice.pick(MEETINGS) + " {Who} {event}. So it was {name} who {event}.", slots);
      }
    }
  }
}
