package bantam.cli;

import bantam.recipes.InputException;
import bantam.results.runs.Provenance;
import bantam.results.runs.RunDirectory;
import bantam.results.runs.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a run's directory tells about it, a line each. */
final class RunSheet {
  private final List<String> lines = new ArrayList<>();

  private RunSheet() {}

  /**
   * @throws InputException the directory is no run's
   */
  static List<String> of(Path directory) {
    RunState state =
        RunDirectory.state(directory)
            .orElseThrow(() -> new InputException(directory + " is not the directory of a run"));
    RunSheet sheet = new RunSheet();
    sheet.line("directory", directory);
    sheet.line("status", state.status() + (state.note().isEmpty() ? "" : ": " + state.note()));
    Optional<Provenance> provenance = Provenance.read(directory);
    provenance.ifPresent(sheet::origin);
    provenance.ifPresent(sheet::cost);
    return sheet.lines;
  }

  private void origin(Provenance run) {
    line("recipe", "%s, a %s".formatted(run.name(), run.kind()));
    line("identity", run.identity());
    line("started", run.started());
    run.ended().ifPresent(ended -> line("ended", ended));
    line("took", Pace.clock(Math.round(run.seconds())));
    line("command", String.join(" ", run.command()));
    line("device", "%s, %s".formatted(run.device(), run.dtype()));
    line("seed", run.seed());
    line("version", run.machine().version());
    line("engine", run.machine().engine());
    line("java", run.machine().java());
    line(
        "host",
        "%s (%s, %s)".formatted(run.machine().host(), run.machine().os(), run.machine().cpu()));
    run.machine().commit().ifPresent(commit -> line("commit", commit));
    run.inputs()
        .forEach(
            input ->
                line(
                    "input", "%s: %s (%s)".formatted(input.key(), input.path(), input.identity())));
  }

  private void cost(Provenance run) {
    Provenance.Cost cost = run.cost();
    cost.parameters().ifPresent(count -> line("parameters", grouped(count)));
    cost.trainable().ifPresent(count -> line("trained", grouped(count)));
    cost.nonZero().ifPresent(count -> line("non-zero", grouped(count)));
    cost.tokens().ifPresent(count -> line("tokens", grouped(count)));
    cost.flops().ifPresent(count -> line("FLOPs", scientific(count)));
    cost.teacherFlops().ifPresent(count -> positive("teacher FLOPs", count));
    cost.scoringFlops().ifPresent(count -> positive("measuring FLOPs", count));
    run.lineage()
        .forEach(
            one ->
                line(
                    "descends from",
                    "%s: %s tokens, %s FLOPs"
                        .formatted(one.id(), grouped(one.tokens()), scientific(one.flops()))));
    cost.peakMemory().ifPresent(bytes -> line("peak memory", (bytes >> 20) + " MiB"));
  }

  private void positive(String label, double count) {
    if (count > 0) {
      line(label, scientific(count));
    }
  }

  private static String scientific(double count) {
    return String.format(Locale.ROOT, "%.3g", count);
  }

  private void line(String label, Object value) {
    lines.add(String.format(Locale.ROOT, "%-15s %s", label, value));
  }

  private static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
