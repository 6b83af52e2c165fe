package bantam.runners.generate;

import bantam.recipes.Decoding;
import java.util.Arrays;

/**
 * How the next token is chosen from logits: the penalty of repetition, temperature, the k
 * likeliest, the nucleus, then the share of the likeliest, in the order of Hugging Face's {@code
 * generate}. Ours differs at a tie at the edge of the k likeliest, where the lower ids stay and not
 * all of them, and in that padding is never penalised.
 *
 * @param temperature 0 takes the likeliest token, the lowest id at a tie
 * @param topK 0 keeps all
 * @param topP the smallest set of likeliest tokens that has at least this probability; 1 keeps all
 * @param minP least probability that is kept, as a share of the likeliest token's; 0 keeps all
 * @param penalty divides positive logits of tokens that were there, and multiplies negative ones; 1
 *     changes nothing
 * @see <a href="https://arxiv.org/abs/1904.09751">Holtzman et al. 2020, section 3.1</a>
 * @see <a href="https://arxiv.org/abs/2407.01082">Nguyen et al. 2024, section 3</a>
 * @see <a href="https://arxiv.org/abs/1909.05858">Keskar et al. 2019, section 4.1</a>
 */
public record Sampling(double temperature, int topK, double topP, double minP, double penalty) {
  static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1);

  public static Sampling of(Decoding decoding) {
    return new Sampling(
        decoding.temperature(),
        decoding.topK(),
        decoding.topP(),
        decoding.minP(),
        decoding.repetitionPenalty());
  }

  /** Whether chance plays no part. */
  public boolean greedy() {
    return temperature == 0 || topK == 1;
  }

  /** Whether it is simply the likeliest token. */
  boolean plain() {
    return greedy() && penalty == 1;
  }

  /**
   * Penalises tokens that were there, each once.
   *
   * @param logits (vocab), changed
   */
  void penalise(float[] logits, int[]... seen) {
    if (penalty != 1) {
      Arrays.stream(seen)
          .flatMapToInt(Arrays::stream)
          .distinct()
          .forEach(token -> logits[token] *= (float) (logits[token] < 0 ? penalty : 1 / penalty));
    }
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
    if (topK == 0 && topP >= 1 && minP == 0) {
      int[] all = new int[logits.length];
      Arrays.setAll(all, i -> i);
      return all;
    }
    int[] tokens = byLikelihood(logits);
    if (topK > 0 && topK < tokens.length) {
      tokens = Arrays.copyOf(tokens, topK);
    }
    if (topP < 1) {
      tokens = nucleus(logits, tokens);
    }
    return minP > 0 ? shares(logits, tokens) : tokens;
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

  private int[] shares(float[] logits, int[] tokens) {
    double[] weights = weights(logits, tokens);
    int size = 1;
    // the likeliest has weight 1
    while (size < tokens.length && weights[size] >= minP) {
      size++;
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

  /** Each logit and its token in one number, since numbers are sorted without objects. */
  private static int[] byLikelihood(float[] logits) {
    long[] keys = new long[logits.length];
    for (int i = 0; i < keys.length; i++) {
      int bits = Float.floatToIntBits(logits[i] + 0f); // -0 becomes 0
      int rising = bits ^ ((bits >> 31) & Integer.MAX_VALUE); // ordered as the floats are
      keys[i] = ((long) ~rising << 32) | i;
    }
    Arrays.sort(keys);
    int[] tokens = new int[keys.length];
    Arrays.setAll(tokens, i -> (int) keys[i]);
    return tokens;
  }
}
