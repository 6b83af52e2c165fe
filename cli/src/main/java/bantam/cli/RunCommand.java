package bantam.cli;

import bantam.recipes.Document;
import bantam.recipes.ExpectationException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Source;
import bantam.results.files.Contents;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.pipeline.Experiments;
import bantam.runners.pipeline.Manners;
import bantam.runners.pipeline.Report;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries out a recipe. */
@Command(
    name = "run",
    description = {
      "Carries out a recipe and prints what came out of it.",
      "What is done is not done again; what was stopped goes on where it was."
    })
final class RunCommand implements Callable<Integer> {
  private static final Duration FOREVER = Duration.ofDays(10_000);

  private final Bantam bantam;

  @Parameters(paramLabel = "RECIPE", description = "A path, or the name of a shipped recipe.")
  private String name;

  @Option(
      names = "--wait",
      description = "Waits while another process has the run, instead of exit code 75.")
  private boolean wait;

  RunCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public Integer call() {
    Document document =
        new RecipeReader(AllCatalogues.all()).read(Source.named(name), bantam.overrides());
    document.requireInputs();
    RunLogs logs = new RunLogs(Logging.start(bantam.console(), bantam.debug(), bantam.quiet()));
    try {
      show(carryOut(document, logs));
      return Exit.DONE.code();
    } catch (RuntimeException | Error e) {
      logs.add(e);
      return bantam.errors().report(e, logs.latest());
    }
  }

  @SuppressWarnings("try") // signals are caught while the block lasts
  private Report carryOut(Document document, RunLogs logs) {
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
          .run(document.recipe());
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

  private void show(Report report) {
    bantam.print(report.table());
    if (!bantam.quiet()) {
      bantam
          .console()
          .say("%s %s".formatted(report.cached() ? "done before:" : "done:", report.directory()));
    }
    if (!report.unmet().isEmpty()) {
      throw new ExpectationException(String.join("\n", report.unmet()));
    }
  }
}
