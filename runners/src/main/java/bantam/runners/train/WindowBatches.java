package bantam.runners.train;

import bantam.data.pack.Batches;
import bantam.data.pack.Rows;
import bantam.data.pack.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Steps over the sequences of a text: every epoch each sequence once, in an order of its own.
 *
 * @param seed of the order
 * @param batch sequences per optimizer step
 * @param rows sequences per micro-batch
 */
public record WindowBatches(Rows text, long seed, int batch, int rows) implements BatchSource {
  @Override
  public List<MicroBatch> step(long step) {
    int[] picked = Batches.windows(text.count(), seed, step, batch);
    return cut(Arrays.stream(picked).mapToObj(text::sequence).toList(), text.confined(), rows);
  }

  /** The first sequences in their own order; each of their predictions counts once. */
  static List<MicroBatch> first(Rows text, int count, int rows) {
    int all = Math.min(count, text.count());
    List<Sequence> sequences = IntStream.range(0, all).mapToObj(text::sequence).toList();
    List<MicroBatch> batches = cut(sequences, text.confined(), rows);
    int last = all - 1;
    // a last window may begin among the targets of the one before
    batches.get(batches.size() - 1).ignore(last % rows, text.repeated(last));
    return batches;
  }

  /** Cuts the sequences of a step into micro-batches. */
  static List<MicroBatch> cut(List<Sequence> sequences, boolean confined, int rows) {
    List<MicroBatch> micro = new ArrayList<>();
    for (int from = 0; from < sequences.size(); from += rows) {
      int to = Math.min(sequences.size(), from + rows);
      micro.add(MicroBatch.of(sequences.subList(from, to), confined));
    }
    return micro;
  }
}
