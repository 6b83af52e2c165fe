package bantam.runners.model;

/**
 * Rotary position embedding: pair i of a head's dimensions, (i, i + d/2), turns by position ×
 * frequency i.
 *
 * @param theta the base: frequency i is theta^(-2i/d) before scaling
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021, section 3.4.2</a>; the halves
 *     instead of adjacent pairs are Hugging Face's layout of the weights
 */
public record Rope(double theta, Scaling scaling) {
  /** How the frequencies are stretched for contexts beyond those of pretraining. */
  public sealed interface Scaling {}

  /** Not at all. */
  public record Default() implements Scaling {}

  /** All frequencies divided by the factor. */
  public record Linear(double factor) implements Scaling {}

  /**
   * Long wavelengths divided by the factor, short ones kept, those between interpolated.
   *
   * @see <a href="https://arxiv.org/abs/2407.21783">Llama 3, section 3.4.2</a>; the formula is that
   *     of its published code
   */
  public record Llama3(double factor, double lowFactor, double highFactor, int originalPositions)
      implements Scaling {}

  public Rope {
    ModelConfig.check(theta > 0, "rope_theta", theta, "must be above 0");
    if (scaling instanceof Linear linear) {
      ModelConfig.check(linear.factor >= 1, "factor", linear.factor, "must be at least 1");
    }
    if (scaling instanceof Llama3 llama) {
      ModelConfig.check(llama.factor >= 1, "factor", llama.factor, "must be at least 1");
      ModelConfig.check(
          llama.highFactor > llama.lowFactor,
          "high_freq_factor",
          llama.highFactor,
          "must be above low_freq_factor");
    }
  }

  public static Rope of(double theta) {
    return new Rope(theta, new Default());
  }

  /**
   * @param dimensions of a head that turn
   * @return radians per position for each pair, (dimensions / 2), rounded to float32 as the
   *     reference implementation has them
   */
  float[] frequencies(int dimensions) {
    float[] frequencies = new float[dimensions / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) scaled(1 / Math.pow(theta, 2.0 * i / dimensions));
    }
    return frequencies;
  }

  private double scaled(double frequency) {
    if (scaling instanceof Linear linear) {
      return frequency / linear.factor;
    }
    if (scaling instanceof Llama3 llama) {
      double wavelength = 2 * Math.PI / frequency;
      double smooth =
          (llama.originalPositions / wavelength - llama.lowFactor)
              / (llama.highFactor - llama.lowFactor);
      double kept = Math.min(1, Math.max(0, smooth));
      return kept * frequency + (1 - kept) * frequency / llama.factor;
    }
    return frequency;
  }
}
