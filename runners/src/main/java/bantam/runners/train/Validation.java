package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.data.pack.Rows;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import bantam.runners.model.Decoder;
import bantam.runners.model.Parameters;
import bantam.runners.train.Objective.Head;
import java.util.List;
import java.util.Optional;

/**
 * Held-out text, the same every time it is measured.
 *
 * @param batches that are measured
 * @param targetsPerByte predictions per UTF-8 byte of the text that counts, for bits per byte
 */
public record Validation(List<MicroBatch> batches, double targetsPerByte) {
  public Validation {
    batches = List.copyOf(batches);
  }

  /**
   * The first sequences of a text.
   *
   * @param count of sequences
   * @param rows sequences per forward pass
   */
  public static Validation of(Rows text, int count, int rows) {
    return new Validation(
        WindowBatches.first(text, count, rows), text.targets() / (double) text.bytes());
  }

  /**
   * Mean negative log-likelihood of the next token, whatever the training objective is.
   *
   * @return in nats per token
   */
  double measure(Decoder decoder) {
    return Gradients.off(
        () -> {
          double nats = 0;
          long predicted = 0;
          for (MicroBatch batch : batches) {
            nats += batch.predicted() == 0 ? 0 : sum(decoder, batch);
            predicted += batch.predicted();
          }
          return nats / predicted;
        });
  }

  /** Floating-point operations of a measurement. */
  double flops(Decoder decoder) {
    return batches.stream()
        .mapToDouble(
            batch -> batch.tokens() * Parameters.forwardFlops(decoder.config(), batch.context()))
        .sum();
  }

  private static double sum(Decoder decoder, MicroBatch batch) {
    Engine engine = decoder.engine();
    try (NDManager scope = engine.scope()) {
      NDArray ids = batch.ids(scope);
      NDArray hidden = decoder.hidden(scope, ids, batch.attend(scope)); // (b, t, d)
      NDArray rows =
          engine.kernels().one(scope, "take_rows", hidden, scope.create(batch.counted()));
      Head head = new Head(decoder.head(), Optional.empty(), decoder.logitCap());
      return engine
          .kernels()
          .one(
              scope,
              "cross_entropy_sum",
              rows,
              head.weight(),
              head.cap(),
              scope.create(batch.countedTargets()),
              head.rows())
          .getDouble();
    }
  }

  /**
   * @param nats per token
   * @return bits per byte of the text
   */
  double bitsPerByte(double nats) {
    return nats * targetsPerByte / Math.log(2);
  }
}
