package bantam.cli;

import bantam.recipes.Document;
import bantam.recipes.Source;
import bantam.runners.plan.Estimate;
import bantam.runners.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells beforehand what a recipe costs. */
@Command(
    name = "plan",
    description = {
      "Estimates what a recipe costs: parameters, FLOPs, memory, disk. Nothing runs.",
      "A pipeline has a row for each stage; what cannot be told is left open."
    })
final class PlanCommand implements Runnable {
  private final Bantam bantam;

  @Parameters(paramLabel = "RECIPE", description = "A path, or the name of a shipped recipe.")
  private String name;

  PlanCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    Document document = bantam.reader().read(Source.named(name), bantam.overrides());
    document.requireInputs();
    bantam.print(Estimate.table(Plan.of(document.recipe())));
  }
}
