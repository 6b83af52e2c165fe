package bantam.runners.pipeline;

import bantam.recipes.Input;
import bantam.recipes.Recipe;
import java.util.LinkedHashSet;
import java.util.Set;

/** The inputs that a recipe names, also those in the options of catalogue members. */
final class Inputs {
  private Inputs() {}

  static Set<Input> of(Recipe recipe) {
    Set<Input> found = new LinkedHashSet<>();
    Rewiring.replace(
        recipe,
        Input.class,
        input -> {
          found.add(input);
          return input;
        });
    return found;
  }
}
