package bantam.runners.prune;

import java.util.List;

/** Scores the structures of a model; those with the lowest scores are removed. */
public interface PruneCriterion {
  /** What is scored. */
  Structure structure();

  /**
   * @return for each layer the scores of its channels; for {@link Structure#LAYER} one array with
   *     one score a layer
   */
  List<double[]> scores(Calibration calibration);

  /** Passes through the model for each calibration token: a forward one is 1, a backward one 2. */
  int passes();
}
