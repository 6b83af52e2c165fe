package bantam.runners.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.InputException;
import bantam.runners.StopSignal;
import bantam.runners.engine.Gradients;
import bantam.runners.engine.Kernels;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import java.util.ArrayList;
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

  /** Numbers that the kernel tells of each token. */
  private static final int TOLD = 6;

  /**
   * Of one request.
   *
   * @param nats Σ KL(base || model) over its scored tokens
   * @param agreed tokens where both models' likeliest next token is the same
   * @param base what the base finds
   * @param model what the model finds, read in the same pass
   */
  record Apart(double nats, int agreed, Likelihood base, Likelihood model) {
    /** Of no request. */
    static final Apart NONE = new Apart(0, 0, Likelihood.NONE, Likelihood.NONE);

    /** Tokens that were scored. */
    int tokens() {
      return base.tokens();
    }

    /** Of both requests together. */
    Apart and(Apart next) {
      return new Apart(
          nats + next.nats, agreed + next.agreed, base.and(next.base), model.and(next.model));
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

  /** The passes that requests take: their numbers, the longest first. */
  List<List<Integer>> batches(List<Pair> pairs) {
    List<Integer> order =
        IntStream.range(0, pairs.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -pairs.get(i).length()))
            .toList();
    List<List<Integer>> batches = new ArrayList<>();
    int from = 0;
    while (from < order.size()) {
      int longest = pairs.get(order.get(from)).length();
      int to = Math.min(order.size(), from + Math.max(1, budget / longest));
      batches.add(order.subList(from, to));
      from = to;
    }
    return batches;
  }

  /**
   * Reads the requests of one pass with both models.
   *
   * @param pairs the longest first, each no longer than the model reads
   * @return in the order of the pairs
   * @throws InputException if the base cannot read one of them
   */
  List<Apart> of(List<Pair> pairs) {
    stop.check();
    int longest = checked(pairs.get(0).length());
    float[][] found = Gradients.off(() -> divergences(pairs, longest));
    List<Apart> results = new ArrayList<>();
    int at = 0;
    for (Pair pair : pairs) {
      Apart sum = Apart.NONE;
      for (int i = at; i < at + pair.scored(); i++) {
        sum = sum.and(token(found, i));
      }
      results.add(sum);
      at += pair.scored();
    }
    return results;
  }

  private int checked(int length) {
    if (length > base.config().maxPositions()) {
      throw new InputException(
          "base: it reads %,d tokens at once and the model is asked about %,d; set context: %d"
              .formatted(base.config().maxPositions(), length, base.config().maxPositions()));
    }
    return length;
  }

  private static Apart token(float[][] found, int at) {
    return new Apart(
        found[0][at],
        found[1][at] == 1 ? 1 : 0,
        new Likelihood(found[2][at], found[3][at] == 1, 1),
        new Likelihood(found[4][at], found[5][at] == 1, 1));
  }

  /** What the kernel says of each token; (6, scored tokens of all pairs). */
  private float[][] divergences(List<Pair> pairs, int length) {
    int[][] rows = new int[pairs.size()][];
    long[] places = new long[pairs.stream().mapToInt(Pair::scored).sum()];
    long[] targets = new long[places.length];
    int at = 0;
    for (int row = 0; row < rows.length; row++) {
      Pair pair = pairs.get(row);
      rows[row] = Arrays.copyOf(pair.input(), length);
      int[] continuation = pair.continuation();
      for (int i = 0; i < continuation.length; i++) {
        places[at] = (long) row * length + pair.first() + i;
        targets[at++] = continuation[i];
      }
    }
    Kernels kernels = model.engine().kernels();
    float[][] found = new float[TOLD][places.length];
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
          NDArray target = part.create(Arrays.copyOfRange(targets, from, to)); // (n)
          float[] told =
              kernels.one(part, "token_divergence", wanted, given, target).toFloatArray();
          for (int row = 0; row < TOLD; row++) {
            System.arraycopy(told, row * (to - from), found[row], from, to - from);
          }
        }
      }
    }
    return found;
  }
}
