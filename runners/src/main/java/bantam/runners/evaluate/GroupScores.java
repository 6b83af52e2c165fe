package bantam.runners.evaluate;

import bantam.recipes.Group;
import bantam.results.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Scores of groups, from those of their tasks: the mean, in which every item or every task counts
 * alike. The standard error is that of the mean over all items in both cases, as in the reference:
 * √(Σ (nᵢ − 1) nᵢ seᵢ² / (Σ nᵢ − k) / Σ nᵢ) over k tasks, so that the spread between tasks is not
 * in it.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/metrics.py}: {@code pooled_sample_stderr}, {@code
 *     aggregate_subtask_metrics}; {@code lm_eval/api/group.py}
 */
final class GroupScores {
  private GroupScores() {}

  /**
   * @param scores of the tasks on the same subset of their items, and of others
   * @return a row for each metric of the group and each filter that all of its tasks have; {@code
   *     shots} are the most that a task has
   */
  static List<Row.Score> of(String run, Group group, List<Row.Score> scores) {
    return of(run, group, group.metrics(), scores);
  }

  /** The same of other metrics than those of the group. */
  static List<Row.Score> of(String run, Group group, List<String> metrics, List<Row.Score> scores) {
    List<Row.Score> pooled = new ArrayList<>();
    for (String metric : metrics) {
      List<Row.Score> rows =
          scores.stream()
              .filter(row -> group.tasks().contains(row.task()) && row.metric().equals(metric))
              .toList();
      Set<String> filters =
          rows.stream().map(Row.Score::filter).collect(Collectors.toCollection(LinkedHashSet::new));
      for (String filter : filters) {
        List<Row.Score> parts = rows.stream().filter(row -> row.filter().equals(filter)).toList();
        if (parts.size() == group.tasks().size()) {
          pooled.add(pooled(run, group, parts));
        }
      }
    }
    return pooled;
  }

  private static Row.Score pooled(String run, Group group, List<Row.Score> parts) {
    Row.Score first = parts.get(0);
    OptionalDouble stderr = stderr(parts);
    return new Row.Score(
        run,
        group.name(),
        group.version(),
        first.filter(),
        first.subset(),
        parts.stream().mapToInt(Row.Score::shots).max().orElseThrow(),
        first.metric(),
        mean(group, parts, row -> OptionalDouble.of(row.value())).orElseThrow(),
        stderr,
        stderr.isPresent() ? "pooled" : "none",
        parts.stream().mapToLong(Row.Score::n).sum(),
        first.higherIsBetter(),
        mean(group, parts, Row.Score::chance));
  }

  /** Empty if a part has none. */
  private static OptionalDouble mean(
      Group group, List<Row.Score> parts, Function<Row.Score, OptionalDouble> value) {
    double sum = 0;
    double weights = 0;
    for (Row.Score part : parts) {
      OptionalDouble one = value.apply(part);
      if (one.isEmpty()) {
        return OptionalDouble.empty();
      }
      double weight = group.weight() == Group.Weight.ITEMS ? part.n() : 1;
      sum += weight * one.getAsDouble();
      weights += weight;
    }
    return OptionalDouble.of(sum / weights);
  }

  private static OptionalDouble stderr(List<Row.Score> parts) {
    double squares = 0;
    long items = 0;
    for (Row.Score part : parts) {
      if (part.stderr().isEmpty()) {
        return OptionalDouble.empty();
      }
      squares += (part.n() - 1.0) * part.n() * Math.pow(part.stderr().getAsDouble(), 2);
      items += part.n();
    }
    return OptionalDouble.of(Math.sqrt(squares / (items - parts.size()) / items));
  }
}
