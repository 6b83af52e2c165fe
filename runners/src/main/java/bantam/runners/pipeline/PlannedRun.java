package bantam.runners.pipeline;

import bantam.recipes.Recipe;
import bantam.results.runs.Identity;
import bantam.results.runs.Provenance.Ingredient;
import java.util.List;

/**
 * A run whose identity is known, before anything ran.
 *
 * @param recipe as read; outputs of other stages stand in it by reference
 * @param canonical the recipe as canonical JSON, inputs by their identity
 * @param identity 64 hex digits
 * @param inputs what it takes from outside and from other stages
 */
record PlannedRun(Recipe recipe, String canonical, String identity, List<Ingredient> inputs) {
  String name() {
    return recipe.common().name();
  }

  String id() {
    return Identity.id(name(), identity);
  }
}
