package bantam.data.world;

import java.util.List;
import java.util.function.Function;

/** The harbour's facts, as its log notes them and as its tasks ask for them. */
final class HarbourFacts {
  private final Harbour harbour;

  HarbourFacts(Harbour harbour) {
    this.harbour = harbour;
  }

  List<Fact> all() {
    return harbour.ships().stream().flatMap(ship -> of(ship).stream()).toList();
  }

  /** What is true of one ship. */
  List<Fact> of(Ship ship) {
    return List.of(
        fact(
            ship,
            "captain",
            Ship::captain,
            List.of("Arrived: {type} {ship}, Captain {answer}.", "Master of {ship}: {answer}."),
            List.of("Captain {answer} of {ship} reported to the office.")),
        fact(
            ship,
            "port",
            Ship::port,
            List.of("{ship}, home port {answer}.", "Sailed: {type} {ship}, bound for {answer}."),
            List.of("Mail for {answer} put aboard {ship}.")),
        fact(
            ship,
            "cargo",
            Ship::cargo,
            List.of("Cargo of {ship}: {answer}.", "{type} {ship}, laden with {answer}."),
            List.of("Duty paid on {answer} ex {ship}.")),
        fact(
            ship,
            "flag",
            Ship::flag,
            List.of("{ship} sighted, flag {answer}.", "Signal flag of {ship}: {answer}."),
            List.of("{answer} flag of {ship} seen off the point.")),
        fact(
            ship,
            "pilot",
            Ship::pilot,
            List.of("Pilot for {ship}: {answer}.", "{ship} brought in by pilot {answer}."),
            List.of("Pilot {answer} aboard {ship}.")),
        fact(
            ship,
            "berth",
            Ship::berth,
            List.of("{ship} to berth {answer}.", "Berth of {ship}: {answer}."),
            List.of("Berth {answer} kept for {ship}.")),
        fact(
            ship,
            "type",
            Ship::type,
            List.of("{ship}, class {answer}.", "Rig of {ship}: {answer}."),
            List.of("{ship} ({answer}) at anchor.")));
  }

  private Fact fact(
      Ship ship,
      String kind,
      Function<Ship, String> answer,
      List<String> asked,
      List<String> told) {
    List<String> pool = harbour.ships().stream().map(answer).toList();
    // Entries begin with a capital, whichever slot stands first.
    return Fact.of(kind, ship.slots(), answer.apply(ship), pool, capital(asked), capital(told));
  }

  private static List<String> capital(List<String> templates) {
    return templates.stream()
        .map(t -> t.startsWith("{") ? "{" + Words.capital(t.substring(1)) : t)
        .toList();
  }
}
