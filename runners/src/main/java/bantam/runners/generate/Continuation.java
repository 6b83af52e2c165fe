package bantam.runners.generate;

import java.util.Arrays;
import java.util.List;

/** A completion while it grows. */
public final class Continuation {
  /** Why a completion ended. */
  public enum Finish {
    /** With a stop token, which is its last, or with a text that ends it. */
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
  private double[] logProbabilities = new double[16];
  private int size;
  private Finish finish;

  /**
   * @param prompt its index
   * @param sample which continuation of the prompt this is
   * @param promptIds not empty
   */
  public Continuation(long seed, int prompt, int sample, int[] promptIds) {
    this.prompt = prompt;
    this.sample = sample;
    this.promptIds = promptIds.clone();
    this.uniforms = new Uniforms(seed, prompt, sample);
  }

  public int prompt() {
    return prompt;
  }

  public int sample() {
    return sample;
  }

  int[] promptIds() {
    return promptIds.clone();
  }

  public int promptLength() {
    return promptIds.length;
  }

  /** The new tokens, a stop token at the end included. */
  public int[] ids() {
    return Arrays.copyOf(ids, size);
  }

  /** The newest token; while there is none, any. */
  int last() {
    return size == 0 ? 0 : ids[size - 1];
  }

  /** log p of the new tokens given the prompt by the model itself, in nats. */
  public double logProbability() {
    return Arrays.stream(logProbabilities, 0, size).sum();
  }

  /** Of each new token, given what is before it. */
  List<Double> logProbabilities() {
    return Arrays.stream(logProbabilities, 0, size).boxed().toList();
  }

  boolean finished() {
    return finish != null;
  }

  Finish finish() {
    return finish;
  }

  /**
   * Chooses the next token.
   *
   * @param logits (vocab), which may be changed
   * @param normalizer the log of the sum of their exponentials
   */
  void choose(float[] logits, double normalizer, Sampling sampling, Ends ends) {
    float[] given = sampling.penalty() == 1 ? logits : logits.clone();
    sampling.penalise(logits, promptIds, ids());
    int token = sampling.choose(logits, sampling.greedy() ? 0 : uniforms.at(size));
    take(token, given[token] - normalizer, ends);
  }

  /**
   * Takes the next token.
   *
   * @param logProbability its own by the models, whatever the sampling left out; in nats
   */
  void take(int token, double logProbability, Ends ends) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      logProbabilities = Arrays.copyOf(logProbabilities, 2 * size);
    }
    logProbabilities[size] = logProbability;
    ids[size++] = token;
    finish = ends.of(promptIds.length, ids()).orElse(null);
  }
}
