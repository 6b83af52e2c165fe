package bantam.runners.plan;

import bantam.results.Table;
import bantam.results.Table.Heading;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run will cost, as far as that can be told.
 *
 * @param parameters of the model that it makes or reads
 * @param trainable parameters that it trains
 * @param tokens that it trains on
 * @param flops floating-point operations of the training steps, as the run itself counts them
 * @param peak largest resident memory of a run on the CPU, in bytes
 * @param disk bytes of its checkpoints at most and of what it makes
 */
public record Estimate(
    String run,
    String kind,
    OptionalLong parameters,
    OptionalLong trainable,
    OptionalLong tokens,
    OptionalDouble flops,
    Optional<Footprint> peak,
    OptionalLong disk) {
  /** A row for each run. */
  public static Table table(List<Estimate> all) {
    Table table =
        Table.of(
            new Heading("run"),
            new Heading("kind"),
            new Heading("parameters", "of the model", ""),
            new Heading("trainable", "parameters that train", ""),
            new Heading("tokens", "that it trains on", ""),
            new Heading("flops", "operations of the training steps", ""),
            new Heading("memory", "largest resident memory on the CPU", "MiB"),
            new Heading("weights", "of it, weights of all models", "MiB"),
            new Heading("moments", "of it, kept by the optimizer", "MiB"),
            new Heading("activations", "of it, activations or gradients", "MiB"),
            new Heading("disk", "checkpoints and results", "MiB"));
    for (Estimate one : all) {
      table =
          table.with(
              one.run,
              one.kind,
              cell(one.parameters),
              cell(one.trainable),
              cell(one.tokens),
              one.flops.isPresent() ? one.flops.getAsDouble() : null,
              one.peak.map(peak -> peak.bytes() >> 20).orElse(null),
              one.peak.map(peak -> peak.weights() >> 20).orElse(null),
              one.peak.map(peak -> peak.optimizer() >> 20).orElse(null),
              one.peak.map(peak -> peak.passing() >> 20).orElse(null),
              one.disk.isPresent() ? one.disk.getAsLong() >> 20 : null);
    }
    return table;
  }

  private static Long cell(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
