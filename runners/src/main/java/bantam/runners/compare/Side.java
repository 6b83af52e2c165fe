package bantam.runners.compare;

import bantam.recipes.InputException;
import bantam.results.runs.Provenance;
import bantam.runners.evaluate.Evaluated;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One side of a comparison.
 *
 * @param runs one, or one for each replicate; all with the same tasks and texts
 */
record Side(List<Evaluated> runs) {
  Side {
    runs = List.copyOf(runs);
    for (Evaluated run : runs) {
      if (!run.answers().keySet().equals(runs.get(0).answers().keySet())) {
        throw new InputException(
            "%s and %s have other tasks; the replicates of one side must have the same"
                .formatted(runs.get(0).id(), run.id()));
      }
    }
  }

  Evaluated first() {
    return runs.get(0);
  }

  String id() {
    return runs.stream().map(Evaluated::id).collect(Collectors.joining(","));
  }

  /** What all its runs have in common; several values joined where they do not. */
  String all(Function<Provenance, String> what) {
    return runs.stream()
        .map(run -> what.apply(run.provenance()))
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  /** What its runs, or the runs that made their models, were given differently. */
  Set<String> varied() {
    Set<String> varied = new TreeSet<>();
    for (Evaluated run : runs) {
      varied.addAll(Variation.of(placed(run), placed(first())));
    }
    return varied;
  }

  private static Variation.Placed placed(Evaluated run) {
    return new Variation.Placed(run.directory(), run.provenance());
  }
}
