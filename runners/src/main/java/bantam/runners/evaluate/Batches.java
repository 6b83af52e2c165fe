package bantam.runners.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which requests are read together: the longest first, so that a batch that needs too much memory
 * is met at once, and lengths in a batch differ little.
 */
final class Batches {
  /** Lengths are padded to a multiple of it: libtorch on the CPU prepares for each new shape. */
  private static final int STEP = 16;

  /**
   * One forward pass.
   *
   * @param members indices of the requests, in the rows' order
   * @param length tokens of each row, padding included
   */
  record Batch(List<Integer> members, int length) {
    Batch {
      members = List.copyOf(members);
    }
  }

  private Batches() {}

  /**
   * @param lengths tokens that each request reads
   * @param budget tokens of a batch, padding included; a longer request is a batch of its own
   * @param limit tokens that the model reads at most; no padding reaches beyond
   */
  static List<Batch> of(int[] lengths, int budget, int limit) {
    List<Integer> order =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -lengths[i]))
            .toList();
    List<Batch> batches = new ArrayList<>();
    int next = 0;
    while (next < order.size()) {
      int longest = lengths[order.get(next)];
      int length = Math.max(longest, Math.min(limit, (longest + STEP - 1) / STEP * STEP));
      int end = Math.min(order.size(), next + Math.max(1, budget / length));
      batches.add(new Batch(order.subList(next, end), length));
      next = end;
    }
    return batches;
  }
}
