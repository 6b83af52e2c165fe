package bantam.runners.prune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Gradients;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.model.Taps;
import java.util.Arrays;
import java.util.List;

/**
 * How much a layer turns the residual stream: 1 − the mean over tokens of the cosine between its
 * input and its output. A layer that hardly turns it can go.
 *
 * @see <a href="https://arxiv.org/abs/2403.03853">Men et al. 2024 (ShortGPT), section 3.1</a>. All
 *     layers are scored on the whole model at once, as there; ours computes the cosines in float64.
 */
final class LayerInfluence implements PruneCriterion {
  /** It has none. */
  record Options() {}

  @Override
  public Structure structure() {
    return Structure.LAYER;
  }

  @Override
  public int passes() {
    return 1;
  }

  @Override
  public List<double[]> scores(Calibration calibration) {
    double[] cosines = new double[calibration.config().layers()];
    calibration.forEach(
        (scope, ids) -> {
          double[] more = cosines(calibration.decoder(), scope, ids);
          Arrays.setAll(cosines, layer -> cosines[layer] + more[layer]);
        });
    return List.of(Arrays.stream(cosines).map(sum -> 1 - sum / calibration.tokens()).toArray());
  }

  private static double[] cosines(Decoder decoder, NDManager scope, NDArray ids) {
    return Gradients.off(
        () -> {
          Taps taps = decoder.observe(scope, ids, Attend.causal());
          return decoder
              .engine()
              .kernels()
              .one(scope, "residual_cosines", taps.residual())
              .toDoubleArray();
        });
  }
}
