package bantam.data.world;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A harbour whose ships are fixed by a seed. */
record Harbour(List<Ship> ships) {
  private static final List<String> NAMES =
      List.of(
          "Falcon", "Heron", "Aurora", "Neptune", "Swallow", "Hope", "Tempest", "Mermaid", "Comet",
          "Unity");
  private static final List<String> TYPES =
      List.of("brig", "sloop", "schooner", "cutter", "barque");
  private static final List<String> CAPTAINS =
      List.of(
          "Reed", "Voss", "Hale", "Drake", "Morgan", "Lund", "Pike", "Carver", "Stone", "Bligh");
  private static final List<String> PORTS =
      List.of("Stonehaven", "Greyport", "Lindholm", "Eastby", "Ravenness");
  private static final List<String> CARGOES = List.of("salt", "timber", "wool", "grain", "iron");
  private static final List<String> FLAGS = List.of("crimson", "gold", "violet", "silver", "azure");
  private static final List<String> PILOTS =
      List.of("Abbott", "Quill", "Jarvis", "Thorne", "Wickham");
  private static final List<String> BERTHS = List.of("A", "B", "C", "D", "E");

  /** The harbour of a seed. */
  static Harbour of(long seed) {
    Dice dice = new Dice(seed, "harbour", 0);
    List<String> captains = dice.shuffled(CAPTAINS);
    List<String> types = dice.shuffled(twice(TYPES));
    List<String> ports = dice.shuffled(twice(PORTS));
    List<String> cargoes = dice.shuffled(twice(CARGOES));
    List<String> flags = dice.shuffled(twice(FLAGS));
    List<String> pilots = dice.shuffled(twice(PILOTS));
    List<String> berths = dice.shuffled(twice(BERTHS));
    List<Ship> ships = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      ships.add(
          new Ship(
              NAMES.get(i),
              types.get(i),
              captains.get(i),
              ports.get(i),
              cargoes.get(i),
              flags.get(i),
              pilots.get(i),
              berths.get(i)));
    }
    return new Harbour(List.copyOf(ships));
  }

  private static List<String> twice(List<String> things) {
    return Stream.concat(things.stream(), things.stream()).toList();
  }
}
