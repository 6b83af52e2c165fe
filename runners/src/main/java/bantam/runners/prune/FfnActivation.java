package bantam.runners.prune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.engine.Gradients;
import bantam.runners.engine.Kernels;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.model.Taps;
import java.util.Arrays;
import java.util.List;

/**
 * How large an FFN channel's activation is at the input of the down projection: the mean of |a|
 * over a sequence's tokens, then the L2 norm over sequences.
 *
 * @see <a href="https://arxiv.org/abs/2407.14679">Muralidharan et al. 2024 (Minitron), section
 *     2.2</a>, with the aggregation of NVIDIA ModelOpt at 5a4242fa, {@code
 *     modelopt/torch/nas/plugins/megatron.py}. Ours sums in float64.
 */
final class FfnActivation implements PruneCriterion {
  /** It has none. */
  record Options() {}

  @Override
  public Structure structure() {
    return Structure.FFN_CHANNEL;
  }

  @Override
  public int passes() {
    return 1;
  }

  @Override
  public List<double[]> scores(Calibration calibration) {
    List<double[]> squares = calibration.config().ffn().stream().map(double[]::new).toList();
    calibration.forEach(
        (scope, ids) -> {
          List<double[]> more = squares(calibration.decoder(), scope, ids);
          for (int layer = 0; layer < more.size(); layer++) {
            add(squares.get(layer), more.get(layer));
          }
        });
    return squares.stream().map(sums -> Arrays.stream(sums).map(Math::sqrt).toArray()).toList();
  }

  private static List<double[]> squares(Decoder decoder, NDManager scope, NDArray ids) {
    return Gradients.off(
        () -> {
          Kernels kernels = decoder.engine().kernels();
          Taps taps = decoder.observe(scope, ids, Attend.causal());
          return taps.ffn().stream()
              .map(ffn -> kernels.one(scope, "activation_squares", ffn).toDoubleArray())
              .toList();
        });
  }

  private static void add(double[] sums, double[] more) {
    Arrays.setAll(sums, channel -> sums[channel] + more[channel]);
  }
}
