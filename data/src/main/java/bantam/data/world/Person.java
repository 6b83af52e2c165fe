package bantam.data.world;

import java.util.Map;

/** Somebody of the village. */
record Person(String name, boolean female) {
  /** The slots {@code {n}, {he}, {his}, {him}, {himself}} and what else depends on the sex. */
  Map<String, String> slots() {
    return female
        ? Map.of(
            "n",
            name,
            "he",
            "she",
            "his",
            "her",
            "him",
            "her",
            "himself",
            "herself",
            "boy",
            "girl",
            "son",
            "daughter",
            "brother",
            "sister")
        : Map.of(
            "n", name, "he", "he", "his", "his", "him", "him", "himself", "himself", "boy", "boy",
            "son", "son", "brother", "brother");
  }
}
