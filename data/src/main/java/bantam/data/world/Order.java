package bantam.data.world;

import java.util.List;
import java.util.Map;

/** What came first and what came last; the pair of deeds is the split's own. */
final class Order implements Scene {
  private static final List<String> DEEDS =
      List.of(
          "washed the cups",
          "fed the hens",
          "swept the floor",
          "picked the beans",
          "lit the lamp",
          "milked the goat",
          "closed the gate",
          "cut the bread",
          "folded the shirts",
          "watered the roses",
          "carried the wood",
          "painted the fence");

  private static final List<String> TALES =
      List.of(
          "First {n} {one}, and then {he} {two}.",
          "{n} {one}. After that {he} {two}.",
          "Before {n} {two}, {he} {one}.",
          "After {n} {one}, {he} {two}.");

  @Override
  public String tell(Cast cast, Dice dice, Split split) {
    return text(cast, dice, split).text().replace("#", "");
  }

  /** The deed that came first, or the one that came last, against the other. */
  Question ask(Cast cast, Dice dice, Split split) {
    Told told = text(cast, dice, split);
    return new Question(
        told.text().substring(0, told.text().indexOf('#')), told.asked(), List.of(told.other()));
  }

  private record Told(String text, String asked, String other) {}

  private static Told text(Cast cast, Dice dice, Split split) {
    while (true) {
      String one = dice.pick(DEEDS);
      String two = dice.pick(DEEDS);
      if (!one.equals(two) && split.holds("order", one, two)) {
        boolean first = dice.chance(50);
        Map<String, String> slots = cast.slots();
        slots.put("one", one);
        slots.put("two", two);
        slots.put("which", first ? "first" : "last");
        slots.put("asked", first ? one : two);
        String question = " What did {n} do {which}? {He}# {asked}.";
        String text = Words.fill(dice.pick(TALES) + question, slots);
        return new Told(text, first ? one : two, first ? two : one);
      }
    }
  }
}
