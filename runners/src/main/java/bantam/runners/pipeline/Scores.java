package bantam.runners.pipeline;

import bantam.recipes.Evaluate;
import bantam.recipes.Task;
import bantam.results.Row;
import bantam.results.TableReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What one evaluate stage measured. */
record Scores(Evaluate recipe, List<Row.Score> rows) {
  /** All tasks together: items of every task count alike. */
  static final String ALL = "all";

  Scores {
    rows = List.copyOf(rows);
  }

  static Scores read(Evaluate recipe, Path directory) {
    return new Scores(recipe, TableReader.read(directory, Row.Score.class));
  }

  /**
   * One score.
   *
   * @param what a corpus, a task, or {@code all}
   */
  Optional<Row.Score> find(String what, String metric) {
    return what.equals(ALL) ? pooled(metric) : one(what, metric);
  }

  private Optional<Row.Score> one(String what, String metric) {
    return rows.stream()
        .filter(row -> row.subset().equals(Row.Score.ALL))
        .filter(row -> row.task().equals(what) && row.metric().equals(metric))
        .findFirst();
  }

  /**
   * The mean over the items of all tasks. Tasks are independent samples, so that the variance of
   * the sum of their means, each times its items, is the sum of the variances.
   */
  private Optional<Row.Score> pooled(String metric) {
    List<Row.Score> parts =
        recipe.tasks().stream()
            .map(Task::name)
            .flatMap(task -> one(task, metric).stream())
            .toList();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    long items = parts.stream().mapToLong(Row.Score::n).sum();
    double value = 0;
    double variance = 0;
    double chance = 0;
    for (Row.Score part : parts) {
      double share = (double) part.n() / items;
      value += share * part.value();
      variance += Math.pow(share * part.stderr().orElse(Double.NaN), 2);
      chance += share * part.chance().orElse(Double.NaN);
    }
    Row.Score first = parts.get(0);
    return Optional.of(
        new Row.Score(
            first.run(),
            ALL,
            first.version(),
            first.filter(),
            first.subset(),
            first.shots(),
            metric,
            value,
            known(Math.sqrt(variance)),
            "pooled",
            items,
            first.higherIsBetter(),
            known(chance)));
  }

  private static OptionalDouble known(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
