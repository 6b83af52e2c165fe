package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.List;
import java.util.Optional;

/** One source of a mix. */
public record Portion(
    @Key(value = "the text", catalogue = "corpus") Choice source,
    @Key(value = "its share of the sequences, relative to the other weights", preset = "1", min = 0)
        double weight,
    @Key(value = "other weights from later steps on, as {from: STEP, weight: W}", preset = "[]")
        List<Change> changes,
    @Key(
            value =
                "times that its text is read at most; when it is used up the other sources share"
                    + " its weight; 0 sets no limit",
            preset = "0",
            min = 0)
        int epochsMax,
    @Key("its name in the metrics table, data.NAME.tokens; the corpus's without it")
        Optional<String> name) {
  /** Another weight from a step on. */
  public record Change(
      @Key(value = "optimizer steps done before it holds", min = 1) int from,
      @Key(value = "the weight from then on", min = 0) double weight) {}

  public Portion {
    changes = List.copyOf(changes);
    for (int i = 1; i < changes.size(); i++) {
      checkField(
          changes.get(i).from() > changes.get(i - 1).from(),
          "changes",
          "from: %d after from: %d".formatted(changes.get(i).from(), changes.get(i - 1).from()),
          "must be in the order of the steps");
    }
  }

  /** What the source is called. */
  public String label() {
    return name.orElse(source.name());
  }

  /** The weight that holds at a step, from 0 on. */
  public double weightAt(long step) {
    double now = weight;
    for (Change change : changes) {
      now = change.from() <= step ? change.weight() : now;
    }
    return now;
  }
}
