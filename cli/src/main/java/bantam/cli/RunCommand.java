package bantam.cli;

import bantam.recipes.Document;
import bantam.recipes.ExpectationException;
import bantam.recipes.Source;
import bantam.runners.pipeline.Report;
import java.util.concurrent.Callable;
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
    Document document = bantam.reader().read(Source.named(name), bantam.overrides());
    document.requireInputs();
    Undertaking undertaking = new Undertaking(bantam, wait);
    return undertaking.run(document.recipe(), report -> show(undertaking, report));
  }

  private void show(Undertaking undertaking, Report report) {
    bantam.print(report.table());
    undertaking.tell(report);
    if (!report.unmet().isEmpty()) {
      throw new ExpectationException(String.join("\n", report.unmet()));
    }
  }
}
