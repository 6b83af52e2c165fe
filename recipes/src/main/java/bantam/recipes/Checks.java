package bantam.recipes;

/** Checks whose messages name the YAML key, the value found and the value wanted. */
public final class Checks {
  private Checks() {}

  /**
   * @param key the YAML key
   * @param wanted a clause such as {@code must be in [0, 1]}
   */
  public static void checkField(boolean valid, String key, Object actual, String wanted) {
    if (!valid) {
      throw RecipeException.about(
          key, "%s is %s; it %s".formatted(key, Quote.line(String.valueOf(actual)), wanted));
    }
  }
}
