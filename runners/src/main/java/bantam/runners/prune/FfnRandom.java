package bantam.runners.prune;

import bantam.recipes.Randomness;
import java.util.List;

/**
 * Random scores for FFN channels: the baseline that a criterion has to beat. Which channels go is a
 * function of the seed, the layer and the channel.
 */
final class FfnRandom implements PruneCriterion {
  /** It has none. */
  record Options() {}

  @Override
  public Structure structure() {
    return Structure.FFN_CHANNEL;
  }

  @Override
  public List<double[]> scores(Calibration calibration) {
    List<Integer> widths = calibration.config().ffn();
    return java.util.stream.IntStream.range(0, widths.size())
        .mapToObj(
            layer ->
                Randomness.of(calibration.seed(), "prune ffn", layer)
                    .doubles(widths.get(layer))
                    .toArray())
        .toList();
  }

  @Override
  public int passes() {
    return 0;
  }
}
