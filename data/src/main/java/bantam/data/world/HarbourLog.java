package bantam.data.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Days of a harbour's log: terse entries, figures, another world than the village's. */
final class HarbourLog implements Register {
  private static final int SHORTEST = 60;
  private static final int LONGEST = 150;
  private static final List<String> WINDS =
      List.of("north", "north-east", "east", "south-east", "south", "south-west", "west");
  private static final List<String> FORCES =
      List.of("calm", "light", "fresh", "strong", "gale", "variable");
  private static final List<String> SEAS = List.of("smooth", "slight", "rough", "heavy");
  private static final List<String> NOTES =
      List.of(
          "Lamp lit at dusk.",
          "Buoy {k} adrift; made fast.",
          "Tide high at {k} bells.",
          "Fog until noon. Bell rung.",
          "Customs boat out and back.",
          "Notice: no fires on the quay.",
          "Notice: dues are payable before sailing.",
          "Water barge alongside {Ship}.",
          "Crew of {Ship} paid off.",
          "{k} lanterns issued to the watch.");
  private static final List<String> STORES =
      List.of(
          "In store {a} casks, landed {b}: total# {c} casks.",
          "Cranes lifted {a} bales, then {b} more: in all# {c} bales.",
          "Landed {a} crates by noon and {b} after: together# {c} crates.");
  private static final List<String> ISSUES =
      List.of(
          "In store {a} casks, issued {b}: left# {c} casks.",
          "Of {a} bales {b} were shipped: remaining# {c} bales.",
          "Counted {a} crates, {b} condemned: sound# {c} crates.");

  private final Harbour harbour;
  private final HarbourFacts facts;

  HarbourLog(Harbour harbour) {
    this.harbour = harbour;
    this.facts = new HarbourFacts(harbour);
  }

  @Override
  public String document(Dice dice, Split split) {
    List<String> entries = new ArrayList<>();
    entries.add(heading(dice, split));
    int words = SHORTEST + dice.roll((LONGEST - SHORTEST) / 2);
    while (Words.count(String.join(" ", entries)) < words) {
      entries.add(entry(dice, split));
    }
    entries.add("End of the day's log.");
    return String.join("\n", entries);
  }

  /** Day and weather together belong to one split; so no two splits have a day in common. */
  private static String heading(Dice dice, Split split) {
    while (true) {
      int day = 1 + dice.roll(365);
      String wind = dice.pick(WINDS);
      String force = dice.pick(FORCES);
      if (split.holds("heading", day, wind, force)) {
        return "Log of the harbour, day %d. Wind %s, %s. Sea %s."
            .formatted(day, wind, force, dice.pick(SEAS));
      }
    }
  }

  private String entry(Dice dice, Split split) {
    Ship ship = dice.pick(harbour.ships());
    return switch (dice.roll(6)) {
      case 0 -> Words.fill(dice.pick(NOTES), note(ship, dice));
      case 1 -> account(dice, split).replace("#", "");
      default -> {
        List<Fact> told = dice.some(2, facts.of(ship));
        yield dice.pick(told.get(0).sentences()) + " " + dice.pick(told.get(1).sentences());
      }
    };
  }

  private static Map<String, String> note(Ship ship, Dice dice) {
    return Map.of("ship", ship.name(), "k", Integer.toString(2 + dice.roll(7)));
  }

  /** Stock-keeping in figures, with {@code #} where a question stops. */
  static String account(Dice dice, Split split) {
    while (true) {
      boolean more = dice.chance(50);
      int whole = 3 + dice.roll(17);
      int part = 1 + dice.roll(whole - 1);
      int a = more ? whole - part : whole;
      if (split.holds("account", more, a, part)) {
        int c = more ? whole : whole - part;
        return Words.fill(
            dice.pick(more ? STORES : ISSUES),
            Map.of(
                "a", Integer.toString(a), "b", Integer.toString(part), "c", Integer.toString(c)));
      }
    }
  }

  /** What an account comes to against figures near it. */
  static Question ask(Dice dice, Split split) {
    String text = account(dice, split);
    int end = text.indexOf('#');
    int c = Integer.parseInt(text.substring(end + 2).split(" ", 2)[0]);
    List<String> others = new ArrayList<>();
    for (int near : new int[] {c - 1, c + 1, c - 2, c + 2, c + 3}) {
      if (near >= 1) {
        others.add(Integer.toString(near));
      }
    }
    return new Question(text.substring(0, end), Integer.toString(c), others);
  }
}
