package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Audit;
import bantam.recipes.Canonical;
import bantam.recipes.Common;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks for benchmark items in a training text without a recipe file. */
@Command(
    name = "audit",
    description = {
      "Finds items of tasks that stand in a training text.",
      "It is the run of an audit recipe, which may name any corpus; bantam table RUN:overlaps has"
          + " every item."
    })
final class AuditCommand implements Callable<Integer> {
  private final Bantam bantam;

  @Parameters(
      index = "0",
      paramLabel = "CORPUS",
      description = "The text: a .jsonl or .arrow file with a field 'text', or plain text.")
  private Path corpus;

  @Parameters(
      index = "1",
      paramLabel = "TASK,...",
      split = ",",
      description = "Tasks by name, path or tag; * stands for anything in a name.")
  private List<String> tasks;

  @Option(
      names = "--ngram",
      paramLabel = "N",
      description = "Words in a row that must be shared; default: ${DEFAULT-VALUE}.")
  private int ngram = 13;

  @Option(names = "--print-recipe", description = "Prints the recipe instead of running it.")
  private boolean printRecipe;

  @Option(
      names = "--wait",
      description = "Waits while another process has the run, instead of exit code 75.")
  private boolean wait;

  AuditCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public Integer call() {
    checkField(ngram >= 8, "--ngram", ngram, "must be at least 8");
    Audit recipe = recipe();
    if (printRecipe) {
      bantam.console().results().print(Canonical.yaml(recipe));
      return Exit.DONE.code();
    }
    NamedTasks.requireData(recipe.tasks());
    Undertaking undertaking = new Undertaking(bantam, wait);
    return undertaking.run(
        recipe,
        report -> {
          bantam.print(report.table());
          undertaking.tell(report);
        });
  }

  private Audit recipe() {
    Common common = new Common("audit", "", 17, "cpu", Common.Dtype.F32, bantam.threads(0));
    return new Audit(
        common, TextFiles.corpus(corpus), new NamedTasks(bantam.reader()).of(tasks).tasks(), ngram);
  }
}
