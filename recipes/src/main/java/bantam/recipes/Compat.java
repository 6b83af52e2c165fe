package bantam.recipes;

import static bantam.recipes.Checks.checkField;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The versions of lm-evaluation-harness that an evaluation makes tokens of texts like. They differ
 * in what stands around a text, and in nothing else here: examples of a chat are turns of their own
 * in both, which the older ones did only when asked.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness/pull/3347">its commit
 *     5302f2a90</a>, which release 0.4.9.2 has already; the releases before, up to 0.4.9.1, are
 *     those of {@link #BEFORE_0_4_10}
 */
public enum Compat implements Spelled {
  /** What the tokenizer puts around a text, unless the text brings it. */
  SINCE_0_4_10("lm-eval>=0.4.10"),
  /**
   * Nothing, but for models of the Gemma families what the tokenizer puts around a text, whatever
   * the text brings, and around what stands behind an empty context, too: BOS behind BOS.
   */
  BEFORE_0_4_10("lm-eval<0.4.10");

  private final String spelled;

  Compat(String spelled) {
    this.spelled = spelled;
  }

  @Override
  public String spelled() {
    return spelled;
  }

  /**
   * By its spelling.
   *
   * @param key what it was given for
   * @throws RecipeException if it is no such name
   */
  public static Compat parse(String key, String text) {
    List<String> names = Arrays.stream(values()).map(Compat::spelled).toList();
    Optional<Compat> found =
        Arrays.stream(values()).filter(one -> one.spelled.equals(text)).findFirst();
    checkField(
        found.isPresent(), key, "'" + text + "'", "must be one of " + String.join(", ", names));
    return found.orElseThrow();
  }
}
