package bantam.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what is wrong with the parts of a recipe, so that one reading tells everything. */
final class Problems {
  private static final int MOST = 20;
  private final List<RecipeException> found = new ArrayList<>();

  /** What the work gives; empty if something is wrong with it. */
  <T> Optional<T> attempt(Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (RecipeException e) {
      found.add(e);
      return Optional.empty();
    }
  }

  void add(RecipeException problem) {
    found.add(problem);
  }

  /** Whether more would not be told. */
  boolean enough() {
    return found.size() > MOST;
  }

  /** Ends work that cannot go on because of something that is told anyway; adds no line. */
  static RecipeException told() {
    return new RecipeException("");
  }

  /** Throws everything that was found, a line each. */
  void raise() {
    if (found.isEmpty()) {
      return;
    }
    List<String> lines = found.stream().flatMap(e -> e.getMessage().lines()).distinct().toList();
    String text = String.join("\n", lines.subList(0, Math.min(MOST, lines.size())));
    int more = lines.size() - MOST;
    throw new RecipeException(more > 0 ? text + "\nand " + more + " more" : text, found.get(0));
  }
}
