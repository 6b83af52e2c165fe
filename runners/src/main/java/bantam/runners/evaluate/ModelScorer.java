package bantam.runners.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Gradients;
import bantam.runners.engine.Kernels;
import bantam.runners.evaluate.Batches.Batch;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import java.util.Arrays;
import java.util.List;

/**
 * Log-likelihoods by a model: requests in batches of like lengths, padded on the right, logits only
 * at the positions that predict a continuation, softmax in float32, sums in double.
 */
final class ModelScorer implements Scorer {
  /** Logits that exist at once: 64 MB. */
  private static final int VALUES = 1 << 24;

  private final Decoder decoder;
  private final int budget;
  private final Progress progress;
  private final StopSignal stop;
  private long read;
  private long scored;

  /**
   * @param budget tokens per forward pass, padding included
   */
  ModelScorer(Decoder decoder, int budget, Progress progress, StopSignal stop) {
    this.decoder = decoder;
    this.budget = budget;
    this.progress = progress;
    this.stop = stop;
  }

  /** Tokens read so far, padding not included. */
  long read() {
    return read;
  }

  /** Tokens scored so far. */
  long scored() {
    return scored;
  }

  @Override
  public List<Likelihood> score(List<Pair> pairs) {
    Likelihood[] results = new Likelihood[pairs.size()];
    int[] lengths = pairs.stream().mapToInt(Pair::length).toArray();
    for (Batch batch : Batches.of(lengths, budget, decoder.config().maxPositions())) {
      stop.check();
      List<Pair> members = batch.members().stream().map(pairs::get).toList();
      float[][] scores = scores(members, batch.length());
      int at = 0;
      for (int i = 0; i < members.size(); i++) {
        int tokens = members.get(i).scored();
        results[batch.members().get(i)] = sum(scores, at, tokens);
        at += tokens;
      }
      read += members.stream().mapToLong(Pair::length).sum();
      scored += at;
      progress.at(scored, "");
    }
    return List.of(results);
  }

  private static Likelihood sum(float[][] scores, int from, int tokens) {
    double nats = 0;
    boolean greedy = true;
    for (int i = from; i < from + tokens; i++) {
      nats += scores[0][i];
      greedy &= scores[1][i] == 1;
    }
    return new Likelihood(nats, greedy, tokens);
  }

  /**
   * Log-probabilities, and 1 where the token was the likeliest; (2, scored tokens of all pairs).
   */
  private float[][] scores(List<Pair> pairs, int length) {
    int[][] rows = new int[pairs.size()][];
    int total = pairs.stream().mapToInt(Pair::scored).sum();
    long[] places = new long[total];
    long[] targets = new long[total];
    int at = 0;
    for (int row = 0; row < rows.length; row++) {
      Pair pair = pairs.get(row);
      rows[row] = Arrays.copyOf(pair.input(), length);
      long place = (long) row * length + pair.first();
      for (int token : pair.continuation()) {
        places[at] = place++;
        targets[at++] = token;
      }
    }
    return Gradients.off(() -> scores(rows, places, targets));
  }

  private float[][] scores(int[][] rows, long[] places, long[] targets) {
    Kernels kernels = decoder.engine().kernels();
    float[][] scores = new float[2][targets.length];
    int chunk = Math.max(1, VALUES / decoder.config().vocabulary());
    try (NDManager scope = decoder.engine().scope()) {
      NDArray ids = Decoder.ids(scope, rows); // (rows, length)
      NDArray hidden = decoder.hidden(scope, ids, Attend.causal()); // (rows, length, width)
      for (int from = 0; from < targets.length; from += chunk) {
        int to = Math.min(targets.length, from + chunk);
        try (NDManager part = scope.newSubManager()) {
          NDArray place = part.create(Arrays.copyOfRange(places, from, to)); // (n)
          NDArray target = part.create(Arrays.copyOfRange(targets, from, to)); // (n)
          NDArray predicting = kernels.one(part, "take_rows", hidden, place); // (n, width)
          NDArray logits = decoder.logits(part, predicting); // (n, vocabulary)
          float[] both = kernels.one(part, "token_scores", logits, target).toFloatArray(); // (2, n)
          System.arraycopy(both, 0, scores[0], from, to - from);
          System.arraycopy(both, to - from, scores[1], from, to - from);
        }
      }
    }
    return scores;
  }
}
