package bantam.runners.prune;

import java.util.List;
import java.util.stream.IntStream;

/** What stays of a model. */
public sealed interface Cut {
  /**
   * Some channels of each layer's feed-forward network stay: the rows of its gate and up
   * projections and the columns of its down projection.
   *
   * @param kept for each layer, the indices that stay, ascending
   */
  record Channels(List<List<Integer>> kept) implements Cut {
    public Channels {
      kept = kept.stream().map(List::copyOf).toList();
    }
  }

  /**
   * Some layers stay whole.
   *
   * @param kept the indices that stay, ascending
   */
  record Layers(List<Integer> kept) implements Cut {
    public Layers {
      kept = List.copyOf(kept);
    }
  }

  /** What stays, layer by layer; of a cut of layers only one list. */
  default List<List<Integer>> lists() {
    return this instanceof Channels channels ? channels.kept() : List.of(((Layers) this).kept());
  }

  /** An array of indices as the lists above hold it. */
  static List<Integer> list(int[] indices) {
    return IntStream.of(indices).boxed().toList();
  }
}
