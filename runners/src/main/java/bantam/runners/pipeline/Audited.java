package bantam.runners.pipeline;

import bantam.results.Row;
import bantam.results.Table;
import bantam.results.Table.Heading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an audit found, task by task. */
final class Audited {
  private Audited() {}

  static Table of(List<Row.Overlap> rows) {
    Map<String, long[]> tasks = new LinkedHashMap<>();
    for (Row.Overlap row : rows) {
      long[] counts = tasks.computeIfAbsent(row.task(), absent -> new long[3]);
      counts[0]++;
      Optional<Boolean> contaminated = row.contaminated();
      counts[1] += contaminated.orElse(false) ? 1 : 0;
      counts[2] += contaminated.isEmpty() ? 1 : 0;
    }
    Table table =
        Table.of(
            new Heading("task", "name of the task", ""),
            new Heading("items", "items of the task", "items"),
            new Heading("contaminated", "items that share a sequence with the text", "items"),
            new Heading("too_short", "items that have too few words to tell", "items"));
    for (Map.Entry<String, long[]> task : tasks.entrySet()) {
      long[] counts = task.getValue();
      table = table.with(task.getKey(), counts[0], counts[1], counts[2]);
    }
    return table;
  }
}
