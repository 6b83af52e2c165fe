package bantam.runners;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a run made and what it cost.
 *
 * @param outputs what later stages may take: {@code model}, {@code adapter}, {@code tokenizer},
 *     {@code data}
 * @param parameters of the model that the run made or measured
 * @param trainable parameters that the run trained; 0 where it trained none
 * @param nonZero parameters that are not zero
 * @param tokens that the run trained on or scored
 * @param flops floating-point operations that the run's arithmetic needs, by the formula of its
 *     kind; recomputation is not counted
 * @param peakBytes of device memory, where it is known
 */
public record Outcome(
    Map<String, Path> outputs,
    long parameters,
    long trainable,
    long nonZero,
    long tokens,
    Flops flops,
    OptionalDouble peakBytes) {
  /**
   * Floating-point operations by what they were for.
   *
   * @param own of what the run is there for: training, scoring, generating
   * @param teacher of a teacher that read along
   * @param scoring of measurements on held-out data while the run trained
   */
  public record Flops(double own, double teacher, double scoring) {
    /** Of a run without teacher and measurements. */
    public static Flops of(double own) {
      return new Flops(own, 0, 0);
    }

    /** All together. */
    public double total() {
      return own + teacher + scoring;
    }
  }

  public Outcome {
    outputs = Map.copyOf(outputs);
  }
}
