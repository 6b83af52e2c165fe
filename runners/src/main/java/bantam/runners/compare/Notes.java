package bantam.runners.compare;

import bantam.results.runs.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What else is different about two sides, and what the numbers are about. */
final class Notes {
  private static final Map<String, Function<Provenance, String>> SURROUNDINGS =
      new LinkedHashMap<>();

  static {
    SURROUNDINGS.put("device", Provenance::device);
    SURROUNDINGS.put("dtype", Provenance::dtype);
    SURROUNDINGS.put("CPU", run -> run.machine().cpu());
    SURROUNDINGS.put("version of bantam", run -> run.machine().version());
  }

  private Notes() {}

  static List<String> of(Side a, Side b) {
    List<String> notes = new ArrayList<>();
    int runs = a.runs().size();
    notes.add(
        runs == 1
            ? "the difference is b - a; the unit is the item: it is about these two checkpoints, not"
                + " about the methods that made them"
            : "the difference is b - a; the unit is one of %d pairs of runs; a varies %s, b varies %s"
                .formatted(runs, words(a), words(b)));
    SURROUNDINGS.forEach(
        (what, value) -> {
          String ours = a.all(value);
          String theirs = b.all(value);
          if (!ours.equals(theirs)) {
            notes.add("%s differs: %s in a, %s in b".formatted(what, ours, theirs));
          }
        });
    return notes;
  }

  private static String words(Side side) {
    return side.varied().isEmpty() ? "nothing" : String.join(", ", side.varied());
  }
}
