package bantam.runners.generate;

import java.util.Arrays;
import java.util.Set;

/** A completion while it grows. */
final class Continuation {
  /** Why a completion ended. */
  enum Finish {
    /** With a stop token, which is its last. */
    STOP,
    /** It has as many tokens as were asked for. */
    LENGTH,
    /** The model reads no more. */
    CONTEXT
  }

  private final int prompt;
  private final int sample;
  private final int[] promptIds;
  private final Uniforms uniforms;
  private int[] ids = new int[16];
  private int size;
  private double logProbability;
  private Finish finish;

  /**
   * @param prompt its index
   * @param promptIds not empty
   */
  Continuation(long seed, int prompt, int sample, int[] promptIds) {
    this.prompt = prompt;
    this.sample = sample;
    this.promptIds = promptIds.clone();
    this.uniforms = new Uniforms(seed, prompt, sample);
  }

  int prompt() {
    return prompt;
  }

  int sample() {
    return sample;
  }

  int[] promptIds() {
    return promptIds.clone();
  }

  int promptLength() {
    return promptIds.length;
  }

  /** The new tokens, a stop token at the end included. */
  int[] ids() {
    return Arrays.copyOf(ids, size);
  }

  /** The newest token; while there is none, any. */
  int last() {
    return size == 0 ? 0 : ids[size - 1];
  }

  /** log p of the new tokens given the prompt by the model itself, in nats. */
  double logProbability() {
    return logProbability;
  }

  boolean finished() {
    return finish != null;
  }

  Finish finish() {
    return finish;
  }

  /**
   * Takes the next token.
   *
   * @param logits (vocab)
   * @param limit tokens that the model reads
   */
  void grow(float[] logits, Sampling sampling, Set<Integer> stops, int maxTokens, int limit) {
    int token = sampling.choose(logits, sampling.greedy() ? 0 : uniforms.at(size));
    logProbability += Sampling.logProbability(logits, token);
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = token;
    if (stops.contains(token)) {
      finish = Finish.STOP;
    } else if (size == maxTokens) {
      finish = Finish.LENGTH;
    } else if (promptIds.length + size >= limit) {
      finish = Finish.CONTEXT;
    }
  }
}
