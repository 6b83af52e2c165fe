package bantam.runners.compare;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Choice;
import java.util.List;

/**
 * What of two evaluations is compared, and how.
 *
 * @param tasks and texts by name; none takes what both have
 * @param metrics none takes those of the tasks
 * @param resamples of each bootstrap
 * @param seed of what is drawn
 */
public record Wanted(List<String> tasks, List<Choice> metrics, int resamples, long seed) {
  public Wanted {
    tasks = List.copyOf(tasks);
    metrics = List.copyOf(metrics);
    checkField(
        resamples >= 100 && resamples <= 1_000_000,
        "--resamples",
        resamples,
        "must be in [100, 1000000]");
  }
}
