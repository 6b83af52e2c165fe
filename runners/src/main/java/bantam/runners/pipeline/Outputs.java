package bantam.runners.pipeline;

import bantam.recipes.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a run's directory keeps what other stages may take. */
final class Outputs {
  private Outputs() {}

  /**
   * @param output {@code model}, {@code best}, {@code last}, {@code tokenizer}, {@code adapter},
   *     {@code data}, {@code overlaps}, or {@code run}
   * @throws InputException it is gone
   */
  static Path of(Path run, String output) {
    Path place =
        switch (output) {
          case "run" -> run;
          case "last" ->
              Files.exists(run.resolve("last")) ? run.resolve("last") : run.resolve("model");
          case "model", "best", "tokenizer" -> run.resolve("model");
          case "adapter" -> run.resolve("adapter");
          case "overlaps" -> run.resolve("overlaps.arrow");
          case "data" -> run.resolve("completions.arrow");
          default -> throw new IllegalArgumentException("no run has an output " + output);
        };
    if (!Files.exists(place)) {
      throw new InputException(
          "%s is gone though its run is done; remove %s to run that stage again"
              .formatted(place, run));
    }
    return place;
  }
}
