package bantam.runners.evaluate;

import bantam.results.Row;
import java.util.OptionalDouble;

/** Rows of the scores table. */
final class Scores {
  private Scores() {}

  /** A score over a text, where less is better and nothing is guessed. */
  static Row.Score text(String run, String text, String metric, Estimate estimate) {
    return row(
        run,
        text,
        1,
        Pipelines.NONE,
        0,
        metric,
        estimate,
        "ratio over documents",
        false,
        OptionalDouble.empty());
  }

  /**
   * @param filter what was taken from written answers, by its name in the task
   * @param method how the standard error was computed, if it is a number
   */
  static Row.Score row(
      String run,
      String task,
      int version,
      String filter,
      int shots,
      String metric,
      Estimate estimate,
      String method,
      boolean higherIsBetter,
      OptionalDouble chance) {
    boolean known = Double.isFinite(estimate.stderr());
    return new Row.Score(
        run,
        task,
        version,
        filter,
        Row.Score.ALL,
        shots,
        metric,
        estimate.value(),
        known ? OptionalDouble.of(estimate.stderr()) : OptionalDouble.empty(),
        known ? method : "none",
        estimate.n(),
        higherIsBetter,
        chance);
  }
}
