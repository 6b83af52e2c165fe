package bantam.runners.prune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import bantam.recipes.Key;
import bantam.runners.engine.Gradients;
import bantam.runners.engine.Kernels;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.model.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much the loss would change, to first order, if an FFN channel were gone: |w · ∂L/∂w| summed
 * over all weights that belong to the channel, its rows of the gate and up projections and its
 * column of the down projection. L is the mean next-token cross-entropy.
 *
 * @see <a href="https://arxiv.org/abs/2305.11627">Ma et al. 2023 (LLM-Pruner), section 3.2</a>; as
 *     in its code at 128a07d9, {@code TaylorImportance} with {@code param_first}: element by
 *     element, the signed gradients averaged over the calibration text before the absolute value.
 *     With {@code per_sequence} the absolute values are averaged instead, which does not fade as a
 *     trained model's mean gradient does. Ours scores every layer; theirs leaves the first and last
 *     ones alone. Biases do not enter.
 */
final class FfnTaylor implements PruneCriterion {
  /** Its options. */
  record Options(
      @Key(
              value =
                  "average |w g| over single sequences instead of taking |w mean(g)|; one backward"
                      + " pass for each sequence",
              preset = "false")
          boolean perSequence) {}

  private final Options options;

  FfnTaylor(Options options) {
    this.options = options;
  }

  @Override
  public Structure structure() {
    return Structure.FFN_CHANNEL;
  }

  @Override
  public int passes() {
    return 3;
  }

  @Override
  public List<double[]> scores(Calibration calibration) {
    Decoder decoder = calibration.decoder();
    List<NDArray> weights = weights(decoder);
    weights.forEach(weight -> weight.setRequiresGradient(true));
    try (NDManager whole = decoder.engine().scope()) {
      return options.perSequence()
          ? perSequence(calibration, weights)
          : overall(calibration, weights, whole);
    } finally {
      weights.forEach(weight -> weight.setRequiresGradient(false));
    }
  }

  private static List<double[]> overall(
      Calibration calibration, List<NDArray> weights, NDManager whole) {
    Decoder decoder = calibration.decoder();
    List<NDArray> sums = new ArrayList<>();
    weights.forEach(weight -> sums.add(whole.zeros(weight.getShape())));
    double targets = (double) calibration.sequences() * (calibration.context() - 1);
    calibration.forEach(
        (scope, ids) -> {
          NDList gradients = gradients(decoder, weights, scope, ids, 1 / targets);
          decoder.engine().kernels().run("add_all", sums, gradients);
        });
    return channels(decoder, whole, weights, sums);
  }

  private static List<double[]> perSequence(Calibration calibration, List<NDArray> weights) {
    Decoder decoder = calibration.decoder();
    List<double[]> sums = calibration.config().ffn().stream().map(double[]::new).toList();
    double targets = (double) calibration.sequences() * (calibration.context() - 1);
    calibration.forEach(
        1,
        (scope, ids) -> {
          NDList gradients = gradients(decoder, weights, scope, ids, 1 / targets);
          List<double[]> more = channels(decoder, scope, weights, gradients);
          for (int layer = 0; layer < sums.size(); layer++) {
            double[] sum = sums.get(layer);
            double[] one = more.get(layer);
            Arrays.setAll(sum, channel -> sum[channel] + one[channel]);
          }
        });
    return sums;
  }

  /** The gradients of the summed cross-entropy times {@code scale}, in the order of the weights. */
  private static NDList gradients(
      Decoder decoder, List<NDArray> weights, NDManager scope, NDArray ids, double scale) {
    Kernels kernels = decoder.engine().kernels();
    long last = ids.getShape().get(1) - 1;
    NDArray input = ids.get(":, :{}", last); // (batch, tokens - 1)
    NDArray target = ids.get(":, 1:").flatten(); // (batch * (tokens - 1))
    int rows = Math.max(64, (1 << 22) / decoder.config().vocabulary());
    return Gradients.on(
        () -> {
          NDArray hidden = decoder.hidden(scope, input, Attend.causal());
          NDList loss =
              kernels.call(
                  scope,
                  "cross_entropy",
                  hidden,
                  decoder.head(),
                  decoder.logitCap(),
                  target,
                  scale,
                  rows);
          return kernels.call(scope, "pull", hidden, loss.get(1), weights);
        });
  }

  private static List<double[]> channels(
      Decoder decoder, NDManager scope, List<NDArray> weights, List<NDArray> gradients) {
    List<double[]> scores = new ArrayList<>();
    int span = weights.size() / decoder.config().layers();
    for (int at = 0; at < weights.size(); at += span) {
      scores.add(
          decoder
              .engine()
              .kernels()
              .one(
                  scope,
                  "channel_taylor",
                  weights.subList(at, at + span),
                  gradients.subList(at, at + span))
              .toDoubleArray());
    }
    return scores;
  }

  /** The gate, where there is one, up and down projection of each layer. */
  private static List<NDArray> weights(Decoder decoder) {
    List<NDArray> weights = new ArrayList<>();
    for (int layer = 0; layer < decoder.config().layers(); layer++) {
      for (String linear : Parameters.linearsOfLayer(decoder.config())) {
        if (linear.startsWith("mlp.")) {
          weights.add(decoder.weights().get(Parameters.layer(layer) + linear + ".weight"));
        }
      }
    }
    return weights;
  }
}
