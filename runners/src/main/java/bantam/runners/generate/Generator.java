package bantam.runners.generate;

import bantam.runners.StopSignal;
import bantam.runners.engine.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Continues several prompts together: shorter ones are padded on the left, keys and values are
 * kept, and rows that are done leave the batch.
 */
public final class Generator {
  private final Ensemble models;
  private final Sampling sampling;
  private final Ends ends;
  private final StopSignal stop;

  public Generator(Ensemble models, Sampling sampling, Ends ends, StopSignal stop) {
    this.models = models;
    this.sampling = sampling;
    this.ends = ends;
    this.stop = stop;
  }

  /**
   * Lets continuations grow until every one is finished.
   *
   * @param batch whose longest prompt plus the new tokens fit the models, or whose prompts are
   *     equally long
   * @return seconds until every one had its first token
   */
  public double complete(List<Continuation> batch) {
    int longest = batch.stream().mapToInt(Continuation::promptLength).max().orElseThrow();
    int capacity = Math.min(models.limit(), longest + ends.maxTokens());
    int[] padding = batch.stream().mapToInt(row -> longest - row.promptLength()).toArray();
    int[][] prompts =
        IntStream.range(0, padding.length)
            .mapToObj(row -> padded(batch.get(row).promptIds(), padding[row]))
            .toArray(int[][]::new);
    long began = System.nanoTime();
    try (Ensemble.Session session = models.session(padding, capacity)) {
      List<Continuation> rows = grow(batch, session, prompts);
      double untilFirst = (System.nanoTime() - began) / 1e9;
      while (!rows.isEmpty()) {
        stop.check();
        int[][] newest = rows.stream().map(row -> new int[] {row.last()}).toArray(int[][]::new);
        rows = grow(rows, session, newest);
      }
      return untilFirst;
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
  private List<Continuation> grow(List<Continuation> rows, Ensemble.Session session, int[][] ids) {
    Ensemble.Next next = Gradients.off(() -> session.read(ids, !sampling.plain()));
    for (int row = 0; row < rows.size(); row++) {
      Continuation one = rows.get(row);
      if (!one.finished()) {
        if (sampling.plain()) {
          one.take(next.likeliest(row), next.logProbability(row), ends);
        } else {
          one.choose(next.logits(row), next.normalizer(row), sampling, ends);
        }
      }
    }
    return withoutFinished(rows, session);
  }

  /** Copies the cache only when half of it is of no more use. */
  private static List<Continuation> withoutFinished(
      List<Continuation> rows, Ensemble.Session session) {
    int[] open = IntStream.range(0, rows.size()).filter(row -> !rows.get(row).finished()).toArray();
    if (open.length > rows.size() / 2) {
      return rows;
    }
    if (open.length > 0) {
      session.keep(open);
    }
    List<Continuation> left = new ArrayList<>();
    for (int row : open) {
      left.add(rows.get(row));
    }
    return left;
  }
}
