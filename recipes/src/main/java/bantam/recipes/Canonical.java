package bantam.recipes;

import java.util.function.Function;

/** A resolved recipe as text: for its identity, and to be read again. */
public final class Canonical {
  private Canonical() {}

  /**
   * What decides a run's results, as JSON: keys sorted, defaults explicit, cosmetic keys left out,
   * equal numbers written alike, whole tasks instead of their names.
   *
   * @param identity what stands for an input: the hash of a file's content, or a stage's run id
   */
  public static String json(Recipe recipe, Function<Input, String> identity) {
    return Later.lands("%s %s".formatted(recipe, identity), String.class);
  }

  /** The recipe with every default explicit, in YAML that reads back to an equal recipe. */
  public static String yaml(Recipe recipe) {
    return Later.lands(recipe.toString(), String.class);
  }
}
