package bantam.cli;

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
    throw new UnsupportedOperationException("run %s %s %s".formatted(name, wait, bantam.runs()));
  }
}
