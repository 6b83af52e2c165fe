package bantam.cli;

import bantam.recipes.Recipe;
import bantam.results.files.Contents;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.pipeline.Experiments;
import bantam.runners.pipeline.Manners;
import bantam.runners.pipeline.Report;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Carries out a recipe for a command: with progress, logs and signals. */
final class Undertaking {
  private static final Duration FOREVER = Duration.ofDays(10_000);

  private final Bantam bantam;
  private final boolean wait;

  /**
   * @param wait whether to wait while another process has the run
   */
  Undertaking(Bantam bantam, boolean wait) {
    this.bantam = bantam;
    this.wait = wait;
  }

  /**
   * Runs a recipe, or takes what was done before.
   *
   * @param show what is done with the result
   * @return the exit code
   */
  int run(Recipe recipe, Consumer<Report> show) {
    RunLogs logs = new RunLogs(Logging.start(bantam.console(), bantam.debug(), bantam.quiet()));
    try {
      Report report = carryOut(recipe, logs);
      show.accept(report);
      return Exit.DONE.code();
    } catch (RuntimeException | Error e) {
      logs.add(e);
      return bantam.errors().report(e, logs.latest());
    }
  }

  @SuppressWarnings("try") // signals are caught while the block lasts
  private Report carryOut(Recipe recipe, RunLogs logs) {
    StopSignal stop = new StopSignal();
    Manners manners = new Manners(wait ? FOREVER : Duration.ZERO, bantam.words(), Version.number());
    try (Signals signals = Signals.listen(stop, bantam.console())) {
      return new Experiments(
              bantam.runs(),
              new Contents(bantam.runs())::sha256,
              manners,
              new LoggedProgress(progress()),
              stop,
              logs::open)
          .run(recipe);
    } finally {
      bantam.console().live("");
    }
  }

  private Progress progress() {
    if (bantam.quiet()) {
      return Progress.silent();
    }
    LongSupplier clock = System::nanoTime;
    OptionalInt columns = bantam.columns();
    return columns.isPresent()
        ? new Bar(bantam.console(), columns.getAsInt(), clock)
        : new Lines(bantam.console(), clock);
  }

  /** Says where a run is. */
  void tell(Report report) {
    if (!bantam.quiet()) {
      bantam
          .console()
          .say("%s %s".formatted(report.cached() ? "done before:" : "done:", report.directory()));
    }
  }
}
