package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.RecipeReader;
import bantam.results.Format;
import bantam.results.Row;
import bantam.results.Table;
import bantam.results.runs.Runs;
import bantam.runners.evaluate.Evaluated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Computes scores again. */
@Command(
    name = "score",
    description = "Computes scores of an evaluation from its samples, without the model.")
final class ScoreCommand implements Runnable {
  private static final List<String> SHORT =
      List.of("task", "filter", "subset", "shots", "metric", "value", "stderr", "n", "chance");

  private final Bantam bantam;

  @Parameters(paramLabel = "RUN", description = "A finished evaluate run.")
  private String run;

  @Option(
      names = "--task",
      paramLabel = "TASK,...",
      split = ",",
      description = "Tasks and texts by name; default: all.")
  private List<String> tasks = new ArrayList<>();

  @Option(
      names = "--metric",
      paramLabel = "METRIC,...",
      description =
          "Metrics, such as acc_bytes or '{use: ece, bins: 20}'; default: the tasks' own.")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--bootstrap",
      paramLabel = "N",
      description =
          "Draws for standard errors that are drawn, such as f1's; 0 for none; default: the run's.")
  private Integer bootstrap;

  ScoreCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    RecipeReader reader = bantam.reader();
    Evaluated evaluated = Evaluated.read(Runs.locate(bantam.runs(), run), reader);
    checkField(
        bootstrap == null || (bootstrap >= 0 && bootstrap != 1),
        "--bootstrap",
        bootstrap,
        "must be 0, or 2 or more");
    List<Row.Score> scores =
        evaluated.scores(
            tasks,
            reader.metrics("--metric", metrics),
            bootstrap == null ? evaluated.recipe().bootstrap() : bootstrap);
    if (bantam.format() == Format.JSON) {
      bantam.console().results().println(EvaluationJson.of(scores, Optional.empty()));
      return;
    }
    Table table = Table.of(Row.Score.class, scores);
    bantam.print(bantam.format() == Format.CSV ? table : table.only(SHORT));
  }
}
