package bantam.runners.prune;

import bantam.recipes.Randomness;
import java.util.List;

/** Random scores for layers: the baseline that a criterion has to beat. */
final class LayerRandom implements PruneCriterion {
  /** It has none. */
  record Options() {}

  @Override
  public Structure structure() {
    return Structure.LAYER;
  }

  @Override
  public List<double[]> scores(Calibration calibration) {
    int layers = calibration.config().layers();
    return List.of(Randomness.of(calibration.seed(), "prune layers", 0).doubles(layers).toArray());
  }

  @Override
  public int passes() {
    return 0;
  }
}
