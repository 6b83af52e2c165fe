package bantam.runners.train;

import bantam.data.pack.Batches;
import bantam.data.pack.Windows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Steps over the windows of a text: every epoch each window once, in an order of its own.
 *
 * @param seed of the order
 * @param batch windows per optimizer step
 * @param rows windows per micro-batch
 */
public record WindowBatches(Windows windows, long seed, int batch, int rows)
    implements BatchSource {
  @Override
  public List<MicroBatch> step(long step) {
    return cut(windows, Batches.windows(windows.count(), seed, step, batch), rows);
  }

  /** The first windows in their own order; each of their predictions counts once. */
  static List<MicroBatch> first(Windows windows, int count, int rows) {
    int[] picked = new int[Math.min(count, windows.count())];
    Arrays.setAll(picked, i -> i);
    List<MicroBatch> batches = cut(windows, picked, rows);
    if (picked.length == windows.count()) {
      // the last window begins among the targets of the one before
      int last = windows.count() - 1;
      batches.get(batches.size() - 1).ignore(last % rows, windows.context() - windows.fresh(last));
    }
    return batches;
  }

  private static List<MicroBatch> cut(Windows windows, int[] picked, int rows) {
    List<MicroBatch> micro = new ArrayList<>();
    for (int from = 0; from < picked.length; from += rows) {
      int[] part = Arrays.copyOfRange(picked, from, Math.min(picked.length, from + rows));
      micro.add(MicroBatch.of(part.length, windows.context(), Batches.ids(windows, part)));
    }
    return micro;
  }
}
