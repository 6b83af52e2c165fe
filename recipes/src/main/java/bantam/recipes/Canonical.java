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
    return Json.sorted(new Plain(true, identity).recipe(recipe));
  }

  /** What decides what a catalogue's member gives, as {@link #json(Recipe, Function)} writes it. */
  public static String json(Choice choice, Function<Input, String> identity) {
    return Json.sorted(new Plain(true, identity).choice(choice));
  }

  /**
   * The recipe with every default explicit and every path absolute, in YAML that reads back to an
   * equal recipe.
   */
  public static String yaml(Recipe recipe) {
    return YamlText.of(new Plain(false, Canonical::text).recipe(recipe));
  }

  private static String text(Input input) {
    return input instanceof Input.File file ? file.path().toString() : input.toString();
  }
}
