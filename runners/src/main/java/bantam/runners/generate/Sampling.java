package bantam.runners.generate;

import java.util.Arrays;
import java.util.Comparator;

/**
 * How the next token is chosen from logits. Temperature comes first, then the k likeliest, then the
 * nucleus, as in Hugging Face's {@code generate}; ours differs at a tie at the edge of the k
 * likeliest, where the lower ids stay and not all of them.
 *
 * @param temperature 0 takes the likeliest token, the lowest id at a tie
 * @param topK 0 keeps all
 * @param topP the smallest set of likeliest tokens that has at least this probability; 1 keeps all
 * @see <a href="https://arxiv.org/abs/1904.09751">Holtzman et al. 2020, section 3.1</a>
 */
record Sampling(double temperature, int topK, double topP) {
  /** Whether chance plays no part. */
  boolean greedy() {
    return temperature == 0 || topK == 1;
  }

  /**
   * @param logits (vocab)
   * @param uniform drawn from [0, 1); a greedy choice does not look at it
   * @return the chosen token
   */
  int choose(float[] logits, double uniform) {
    if (greedy()) {
      return likeliest(logits);
    }
    int[] tokens = kept(logits);
    double[] weights = weights(logits, tokens);
    double target = uniform * Arrays.stream(weights).sum();
    double sum = 0;
    for (int i = 0; i < tokens.length; i++) {
      sum += weights[i];
      if (target < sum) {
        return tokens[i];
      }
    }
    // rounding may leave the target at the very end: the last token that can be drawn at all
    int last = tokens.length - 1;
    while (weights[last] == 0) {
      last--;
    }
    return tokens[last];
  }

  /** The tokens that may be drawn: by id when all may, otherwise the likeliest first. */
  int[] kept(float[] logits) {
    if (topK == 0 && topP >= 1) {
      int[] all = new int[logits.length];
      Arrays.setAll(all, i -> i);
      return all;
    }
    int[] tokens = byLikelihood(logits);
    if (topK > 0 && topK < tokens.length) {
      tokens = Arrays.copyOf(tokens, topK);
    }
    return topP < 1 ? nucleus(logits, tokens) : tokens;
  }

  private int[] nucleus(float[] logits, int[] tokens) {
    double[] weights = weights(logits, tokens);
    double enough = topP * Arrays.stream(weights).sum();
    double sum = weights[0];
    int size = 1;
    while (size < tokens.length && sum < enough) {
      sum += weights[size++];
    }
    return Arrays.copyOf(tokens, size);
  }

  /** Probabilities up to a common factor; in double, so that small ones keep their share. */
  private double[] weights(float[] logits, int[] tokens) {
    double top = logits[likeliest(logits)];
    double[] weights = new double[tokens.length];
    Arrays.setAll(weights, i -> Math.exp((logits[tokens[i]] - top) / temperature));
    return weights;
  }

  /** The likeliest token, the lowest id at a tie. */
  static int likeliest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The model's own log-probability of a token: no temperature, nothing left out. In nats. */
  static double logProbability(float[] logits, int token) {
    double top = logits[likeliest(logits)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - top);
    }
    return logits[token] - top - Math.log(sum);
  }

  private static int[] byLikelihood(float[] logits) {
    Integer[] order = new Integer[logits.length];
    Arrays.setAll(order, i -> i);
    // the sort is stable: lower ids stay first among equals
    Arrays.sort(order, Comparator.comparingDouble(i -> -logits[i]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
