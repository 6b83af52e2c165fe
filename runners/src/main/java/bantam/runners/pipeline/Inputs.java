package bantam.runners.pipeline;

import bantam.recipes.Input;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The inputs that a recipe, or a part of one, names, also those in the options of catalogue
 * members.
 */
public final class Inputs {
  private Inputs() {}

  public static Set<Input> of(Record recipe) {
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
