package bantam.runners.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.model.Decoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** How likely tokens are behind hidden states; few of the logits exist at a time. */
final class TokenScores {
  /** Places that are looked at together: each group passes by the whole head. */
  private static final int PLACES = 2048;

  /** Logits that exist together: 8 MB, which stay in the processor's cache. */
  private static final int LOGITS = 1 << 21;

  private final Decoder decoder;
  private final boolean needed;

  /**
   * @param needed whether logits are computed only where they are asked for
   */
  TokenScores(Decoder decoder, boolean needed) {
    this.decoder = decoder;
    this.needed = needed;
  }

  /**
   * @param hidden (rows, length, width)
   * @param places in the rows laid flat; one may stand more than once
   * @param targets the token whose probability is wanted at each place
   * @return (2, places): log-probability, and 1 where the token is the likeliest
   */
  float[][] of(NDManager scope, NDArray hidden, long[] places, long[] targets) {
    long all = hidden.size() / hidden.getShape().get(2);
    long[] computed =
        needed
            ? Arrays.stream(places).sorted().distinct().toArray()
            : LongStream.range(0, all).toArray();
    int[] order =
        IntStream.range(0, places.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> places[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    float[][] scores = new float[2][places.length];
    int next = 0;
    int groups = (computed.length + PLACES - 1) / PLACES;
    for (int group = 0; group < groups; group++) {
      // of like sizes, since a product with few rows runs at a fraction of the rate
      int from = (int) ((long) computed.length * group / groups);
      int to = (int) ((long) computed.length * (group + 1) / groups);
      long[] some = Arrays.copyOfRange(computed, from, to);
      int begin = next;
      while (next < order.length && places[order[next]] <= some[some.length - 1]) {
        next++;
      }
      int[] asked = Arrays.copyOfRange(order, begin, next);
      long[] rows =
          Arrays.stream(asked).mapToLong(i -> Arrays.binarySearch(some, places[i])).toArray();
      long[] wanted = Arrays.stream(asked).mapToLong(i -> targets[i]).toArray();
      float[] both = scores(scope, hidden, some, rows, wanted);
      for (int i = 0; i < asked.length; i++) {
        scores[0][asked[i]] = both[i];
        scores[1][asked[i]] = both[asked.length + i];
      }
    }
    return scores;
  }

  /** Scores at some places; (2, targets) laid flat. */
  private float[] scores(
      NDManager scope, NDArray hidden, long[] places, long[] rows, long[] targets) {
    try (NDManager part = scope.newSubManager()) {
      return decoder
          .engine()
          .kernels()
          .one(
              part,
              "token_scores",
              hidden,
              part.create(places),
              decoder.head(),
              decoder.logitCap(),
              part.create(rows),
              part.create(targets),
              LOGITS / places.length)
          .toFloatArray();
    }
  }
}
