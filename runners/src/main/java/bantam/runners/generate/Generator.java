package bantam.runners.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.StopSignal;
import bantam.runners.engine.Gradients;
import bantam.runners.engine.Kernels;
import bantam.runners.model.Cache;
import bantam.runners.model.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Continues several prompts together: shorter ones are padded on the left, keys and values are
 * kept, and rows that are done leave the batch.
 */
final class Generator {
  private final Decoder decoder;
  private final Sampling sampling;
  private final Set<Integer> stops;
  private final int maxTokens;
  private final StopSignal stop;

  Generator(
      Decoder decoder, Sampling sampling, Set<Integer> stops, int maxTokens, StopSignal stop) {
    this.decoder = decoder;
    this.sampling = sampling;
    this.stops = Set.copyOf(stops);
    this.maxTokens = maxTokens;
    this.stop = stop;
  }

  /**
   * Lets continuations grow until every one is finished.
   *
   * @param batch whose longest prompt plus the new tokens fit the model, or whose prompts are
   *     equally long
   */
  void complete(List<Continuation> batch) {
    int longest = batch.stream().mapToInt(Continuation::promptLength).max().orElseThrow();
    int capacity = Math.min(decoder.config().maxPositions(), longest + maxTokens);
    int[] padding = batch.stream().mapToInt(row -> longest - row.promptLength()).toArray();
    int[][] prompts =
        IntStream.range(0, padding.length)
            .mapToObj(row -> padded(batch.get(row).promptIds(), padding[row]))
            .toArray(int[][]::new);
    try (Cache cache = decoder.cache(padding, capacity)) {
      List<Continuation> rows = grow(batch, cache, prompts);
      while (!rows.isEmpty()) {
        stop.check();
        int[][] newest = rows.stream().map(row -> new int[] {row.last()}).toArray(int[][]::new);
        rows = grow(rows, cache, newest);
      }
    }
  }

  private static int[] padded(int[] ids, int padding) {
    int[] row = new int[padding + ids.length];
    System.arraycopy(ids, 0, row, padding, ids.length);
    return row;
  }

  /**
   * Reads tokens, lets every unfinished row take its next one, and gives the rows that stay in the
   * cache.
   */
  private List<Continuation> grow(List<Continuation> rows, Cache cache, int[][] ids) {
    float[] logits = Gradients.off(() -> logits(cache, ids)); // (rows, vocab)
    int vocabulary = decoder.config().vocabulary();
    for (int row = 0; row < rows.size(); row++) {
      if (!rows.get(row).finished()) {
        rows.get(row)
            .grow(
                Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary),
                sampling,
                stops,
                maxTokens,
                decoder.config().maxPositions());
      }
    }
    return withoutFinished(rows, cache);
  }

  private float[] logits(Cache cache, int[][] ids) {
    Kernels kernels = decoder.engine().kernels();
    int tokens = ids[0].length;
    long[] last =
        IntStream.range(0, ids.length).mapToLong(row -> (row + 1L) * tokens - 1).toArray();
    try (NDManager scope = decoder.engine().scope()) {
      NDArray hidden = cache.read(scope, Decoder.ids(scope, ids)); // (rows, tokens, width)
      NDArray ends = kernels.one(scope, "take_rows", hidden, scope.create(last)); // (rows, width)
      return decoder.logits(scope, ends).toFloatArray();
    }
  }

  /** Copies the cache only when half of it is of no more use. */
  private static List<Continuation> withoutFinished(List<Continuation> rows, Cache cache) {
    int[] open = IntStream.range(0, rows.size()).filter(row -> !rows.get(row).finished()).toArray();
    if (open.length > rows.size() / 2) {
      return rows;
    }
    if (open.length > 0) {
      cache.keep(open);
    }
    List<Continuation> left = new ArrayList<>();
    for (int row : open) {
      left.add(rows.get(row));
    }
    return left;
  }
}
