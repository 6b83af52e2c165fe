package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Choice;
import bantam.recipes.RecipeReader;
import bantam.results.Table;
import bantam.results.runs.Runs;
import bantam.runners.compare.CapacityDensity;
import bantam.runners.compare.Measurements;
import bantam.runners.evaluate.Evaluated;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Capacity density. */
@Command(
    name = "density",
    description = {
      "Says how many parameters a family of models needs for what a model scores, over its own.",
      "The family is at least five evaluated models of different sizes; both laws that are fitted to"
          + " it are told with their quality."
    })
final class DensityCommand implements Runnable {
  private final Bantam bantam;

  @Parameters(
      paramLabel = "RUN,...",
      split = ",",
      description = "Finished evaluate runs, one of each model.")
  private List<String> runs;

  @Option(
      names = "--against",
      required = true,
      paramLabel = "RUN,...",
      split = ",",
      description = "Evaluate runs of the reference models on the same items.")
  private List<String> references;

  @Option(names = "--task", required = true, paramLabel = "TASK", description = "The task.")
  private String task;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      description = "The task's score; default: ${DEFAULT-VALUE}.")
  private String metric = "acc";

  @Option(
      names = "--filter",
      paramLabel = "NAME",
      description = "Which of the task's filters, where it has several.")
  private Optional<String> filter = Optional.empty();

  @Option(
      names = "--loss",
      paramLabel = "TEXT",
      description =
          "A held-out text of all runs, whose bits per byte are the loss; default: nats per token of"
              + " the right answers.")
  private Optional<String> loss = Optional.empty();

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "Tokens that models and references were trained on whose runs do not tell.")
  private Long tokens;

  DensityCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    checkField(tokens == null || tokens > 0, "--tokens", tokens, "must be above 0");
    RecipeReader reader = bantam.reader();
    List<Choice> metrics = reader.metrics("--metric", List.of(metric));
    checkField(metrics.size() == 1, "--metric", metric, "must be one metric");
    Measurements measurements = new Measurements(task, metrics.get(0), filter, loss);
    List<Evaluated> known = evaluated(references, reader);
    List<Evaluated> asked = evaluated(runs, reader);
    Stream.concat(known.stream(), asked.stream())
        .forEach(one -> measurements.check(known.get(0), one));
    OptionalLong given = tokens == null ? OptionalLong.empty() : OptionalLong.of(tokens);
    CapacityDensity family =
        new CapacityDensity(
            metrics.get(0).name() + " of " + task + filter.map(" behind "::concat).orElse(""),
            known.stream().map(one -> measurements.of(one, given)).toList());
    Table table = CapacityDensity.table();
    for (Evaluated one : asked) {
      table = family.row(table, measurements.of(one, given));
    }
    bantam.print(table);
    if (!bantam.quiet()) {
      family.laws().forEach(bantam.console()::say);
    }
  }

  private List<Evaluated> evaluated(List<String> names, RecipeReader reader) {
    return names.stream()
        .map(name -> Evaluated.read(Runs.locate(bantam.runs(), name), reader))
        .toList();
  }
}
