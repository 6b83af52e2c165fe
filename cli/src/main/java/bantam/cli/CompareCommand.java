package bantam.cli;

import bantam.recipes.RecipeReader;
import bantam.results.Format;
import bantam.results.Row;
import bantam.results.Table;
import bantam.results.runs.Runs;
import bantam.runners.compare.Comparison;
import bantam.runners.compare.Wanted;
import bantam.runners.evaluate.Evaluated;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares evaluations. */
@Command(
    name = "compare",
    description = {
      "Says whether the scores of two evaluations differ, from their samples.",
      "With several runs a side, the replicates of two methods, the unit is the run, not the item."
    })
final class CompareCommand implements Runnable {
  /** What people read first; the other formats have every column. */
  private static final List<String> SHORT =
      List.of(
          "task",
          "filter",
          "metric",
          "n",
          "a",
          "b",
          "difference",
          "stderr",
          "low",
          "high",
          "p",
          "p_holm",
          "lost",
          "gained",
          "detectable");

  private final Bantam bantam;

  @Parameters(
      index = "0",
      paramLabel = "A",
      split = ",",
      description = "A finished evaluate run, or several with commas between them.")
  private List<String> a;

  @Parameters(
      index = "1",
      paramLabel = "B",
      split = ",",
      description = "As many runs on the same items; differences are B - A.")
  private List<String> b;

  @Option(
      names = "--task",
      paramLabel = "TASK,...",
      split = ",",
      description = "Tasks and texts by name; default: all that both have.")
  private List<String> tasks = new ArrayList<>();

  @Option(
      names = "--metric",
      paramLabel = "METRIC,...",
      description =
          "Metrics, such as acc_bytes or '{use: ece, bins: 20}'; default: the tasks' own.")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description = "Samples of each bootstrap; default: ${DEFAULT-VALUE}.")
  private int resamples = 10_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of what is drawn; default: ${DEFAULT-VALUE}.")
  private long seed = 17;

  CompareCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    RecipeReader reader = bantam.reader();
    Wanted wanted = new Wanted(tasks, reader.metrics("--metric", metrics), resamples, seed);
    Comparison comparison = new Comparison(runs(a, reader), runs(b, reader), wanted);
    List<Row.Comparison> rows = comparison.rows();
    Table table = Table.of(Row.Comparison.class, rows);
    boolean forPeople = bantam.format() == Format.TABLE || bantam.format() == Format.MD;
    bantam.print(forPeople ? table.only(SHORT) : table);
    if (!bantam.quiet()) {
      comparison.notes().forEach(bantam.console()::say);
    }
  }

  private List<Evaluated> runs(List<String> names, RecipeReader reader) {
    return names.stream()
        .map(name -> Evaluated.read(Runs.locate(bantam.runs(), name), reader))
        .toList();
  }
}
