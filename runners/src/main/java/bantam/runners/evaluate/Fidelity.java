package bantam.runners.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.InputException;
import bantam.runners.StopSignal;
import bantam.runners.engine.Gradients;
import bantam.runners.engine.Kernels;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much of a base model is left in a smaller or adapted one: KL(base || model) of their next
 * tokens and whether these are the same, at every position that is scored. Softmax in float32; of
 * each model's logits only a chunk is there at once.
 *
 * @see <a href="https://arxiv.org/abs/2407.09141">Dutta et al. 2024, section 4</a>, where flips of
 *     answers and the divergence tell what accuracy hides; flips are {@link Kept}'s
 */
final class Fidelity {
  /** Logits of one model that exist at once: 32 MB. */
  private static final int VALUES = 1 << 23;

  /**
   * Of one request.
   *
   * @param nats Σ KL(base || model) over its scored tokens
   * @param agreed tokens where both models' likeliest next token is the same
   * @param tokens that were scored
   */
  record Divergence(double nats, int agreed, int tokens) {
    /** Of both requests together. */
    Divergence and(Divergence other) {
      return new Divergence(nats + other.nats, agreed + other.agreed, tokens + other.tokens);
    }
  }

  private final Decoder base;
  private final Decoder model;
  private final int budget;
  private final StopSignal stop;

  /**
   * @param base on the same engine as the model, with the same tokens
   * @param budget tokens per forward pass, padding included
   */
  Fidelity(Decoder base, Decoder model, int budget, StopSignal stop) {
    this.base = base;
    this.model = model;
    this.budget = budget;
    this.stop = stop;
  }

  /**
   * Reads requests with both models.
   *
   * @param pairs each no longer than the model reads
   * @return in the order of the pairs
   * @throws InputException if the base cannot read one of them
   */
  List<Divergence> of(List<Pair> pairs) {
    Divergence[] results = new Divergence[pairs.size()];
    List<Integer> order =
        IntStream.range(0, results.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -pairs.get(i).length()))
            .toList();
    int from = 0;
    while (from < results.length) {
      stop.check();
      int longest = pairs.get(order.get(from)).length();
      int to = Math.min(results.length, from + Math.max(1, budget / longest));
      List<Integer> batch = order.subList(from, to);
      List<Pair> members = batch.stream().map(pairs::get).toList();
      float[][] found = Gradients.off(() -> divergences(members, checked(longest)));
      int at = 0;
      for (int i : batch) {
        results[i] = sum(found, at, pairs.get(i).scored());
        at += pairs.get(i).scored();
      }
      from = to;
    }
    return List.of(results);
  }

  private int checked(int length) {
    if (length > base.config().maxPositions()) {
      throw new InputException(
          "base: it reads %,d tokens at once and the model is asked about %,d; set context: %d"
              .formatted(base.config().maxPositions(), length, base.config().maxPositions()));
    }
    return length;
  }

  private static Divergence sum(float[][] found, int from, int tokens) {
    double nats = 0;
    int agreed = 0;
    for (int i = from; i < from + tokens; i++) {
      nats += found[0][i];
      agreed += found[1][i] == 1 ? 1 : 0;
    }
    return new Divergence(nats, agreed, tokens);
  }

  /** KL in nats, and 1 where the likeliest tokens agree; (2, scored tokens of all pairs). */
  private float[][] divergences(List<Pair> pairs, int length) {
    int[][] rows = new int[pairs.size()][];
    long[] places = new long[pairs.stream().mapToInt(Pair::scored).sum()];
    int at = 0;
    for (int row = 0; row < rows.length; row++) {
      Pair pair = pairs.get(row);
      rows[row] = Arrays.copyOf(pair.input(), length);
      for (int i = 0; i < pair.scored(); i++) {
        places[at++] = (long) row * length + pair.first() + i;
      }
    }
    Kernels kernels = model.engine().kernels();
    float[][] found = new float[2][places.length];
    int chunk = Math.max(1, VALUES / model.config().vocabulary());
    try (NDManager scope = model.engine().scope()) {
      NDArray ids = Decoder.ids(scope, rows); // (rows, length)
      NDArray theirs = base.hidden(scope, ids, Attend.causal()); // (rows, length, base's width)
      NDArray ours = model.hidden(scope, ids, Attend.causal()); // (rows, length, width)
      for (int from = 0; from < places.length; from += chunk) {
        int to = Math.min(places.length, from + chunk);
        try (NDManager part = scope.newSubManager()) {
          NDArray place = part.create(Arrays.copyOfRange(places, from, to)); // (n)
          NDArray wanted = base.logits(part, kernels.one(part, "take_rows", theirs, place));
          NDArray given = model.logits(part, kernels.one(part, "take_rows", ours, place));
          float[] both = kernels.one(part, "token_divergence", wanted, given).toFloatArray();
          System.arraycopy(both, 0, found[0], from, to - from);
          System.arraycopy(both, to - from, found[1], from, to - from);
        }
      }
    }
    return found;
  }
}
