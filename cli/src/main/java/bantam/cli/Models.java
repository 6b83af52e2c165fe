package bantam.cli;

import bantam.recipes.Common;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import bantam.results.runs.Runs;
import bantam.runners.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The models that commands are given by name, and the engine for them. */
final class Models {
  private Models() {}

  /** A checkpoint directory, or the model that a run made. */
  static Path directory(Bantam bantam, String name) {
    Path path = Path.of(name);
    if (Files.exists(path.resolve("config.json")) || name.contains("/")) {
      return path;
    }
    return Runs.locate(bantam.runs(), name).resolve("model");
  }

  /** An adapter's directory, or the adapter that a run made. */
  static Optional<Path> adapter(Bantam bantam, Optional<String> name) {
    return name.map(
        given ->
            Files.exists(Path.of(given, "adapter_config.json")) || given.contains("/")
                ? Path.of(given)
                : Runs.locate(bantam.runs(), given).resolve("adapter"));
  }

  /** What an audit found: the table in its run's directory, or in that of the run so named. */
  static Optional<Path> overlaps(Bantam bantam, Optional<String> name) {
    return name.map(
            given ->
                Files.isDirectory(Path.of(given))
                    ? Path.of(given)
                    : Runs.locate(bantam.runs(), given))
        .map(run -> run.resolve("overlaps.arrow"))
        .map(
            table -> {
              if (!Files.exists(table)) {
                throw new InputException(
                    "--audit: there is no %s; name the run of an audit, which 'bantam audit' makes"
                        .formatted(table));
              }
              return table;
            });
  }

  /** What {@code --dtype} asks for. */
  static Common.Dtype dtype(Bantam bantam) {
    String asked = bantam.dtype("auto");
    return Arrays.stream(Common.Dtype.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(asked))
        .findFirst()
        .orElseThrow(
            () ->
                new RecipeException(
                    "--dtype is '%s'; it must be auto, f32 or bf16".formatted(asked)));
  }

  /** An engine by the common options. */
  static Engine engine(Bantam bantam) {
    Common.Dtype dtype = dtype(bantam);
    // the recipe's own check of the device, for one message everywhere
    Common common = new Common("direct", "", 0, bantam.device("auto"), dtype, bantam.threads(0));
    return Engine.start(common);
  }
}
