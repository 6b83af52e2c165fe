package bantam.data.world;

import java.util.Map;

/** A ship that calls at the harbour and everything that is true of it. */
record Ship(
    String name,
    String type,
    String captain,
    String port,
    String cargo,
    String flag,
    String pilot,
    String berth) {
  Map<String, String> slots() {
    return Map.of(
        "ship", name, "type", type, "captain", captain, "port", port, "cargo", cargo, "flag", flag,
        "pilot", pilot, "berth", berth);
  }
}
