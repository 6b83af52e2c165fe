package bantam.runners.prune;

import java.util.ArrayList;
import java.util.List;

/** What is removed as one piece. */
public enum Structure {
  /** A channel of a layer's feed-forward network; every layer loses the same share. */
  FFN_CHANNEL {
    @Override
    Cut cut(List<double[]> scores, double ratio, int multiple) {
      List<List<Integer>> kept = new ArrayList<>();
      for (double[] layer : scores) {
        kept.add(best(layer, ratio, multiple));
      }
      return new Cut.Channels(kept);
    }
  },
  /** A layer with its attention and its feed-forward network. */
  LAYER {
    @Override
    Cut cut(List<double[]> scores, double ratio, int multiple) {
      return new Cut.Layers(best(scores.get(0), ratio, multiple));
    }
  };

  /**
   * What stays when the lowest scores go.
   *
   * @param scores for each layer those of its channels; for layers one array
   * @param ratio the share that goes, in [0, 1)
   */
  abstract Cut cut(List<double[]> scores, double ratio, int multiple);

  private static List<Integer> best(double[] scores, double ratio, int multiple) {
    return Cut.list(Ranking.best(scores, Ranking.keeps(scores.length, ratio, multiple)));
  }
}
