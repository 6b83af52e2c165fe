package bantam.runners;

import bantam.recipes.Recipe;

/**
 * Carries out one kind of recipe. It reads its recipe and its inputs, writes only into its run's
 * directory, and holds no state between runs.
 *
 * @param <R> the kind of recipe
 */
public interface Runner<R extends Recipe> {
  /** Raised when the same recipe gives other results than before; part of a run's identity. */
  int version();

  /**
   * Runs the recipe, or goes on where an earlier attempt in the same directory stopped.
   *
   * @throws bantam.recipes.Failure for everything that is told to the user in one line
   */
  Outcome run(R recipe, RunContext context);
}
