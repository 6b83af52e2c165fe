package bantam.cli;

import bantam.results.Efficiency;
import bantam.results.Table;
import bantam.results.TableReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an evaluation cost, all of its processes together. */
final class Efficiencies {
  private static final List<String> SHORT =
      List.of(
          "task",
          "work",
          "items",
          "requests",
          "seconds",
          "ms_per_item",
          "latency_ms",
          "first_token_ms",
          "tokens_per_second",
          "peak_memory",
          "device_memory");

  private Efficiencies() {}

  /** A row for each task and kind of work, in their order. */
  static List<Efficiency> of(Path run) {
    Map<List<String>, Efficiency> together = new LinkedHashMap<>();
    for (Efficiency row : TableReader.read(run, Efficiency.class)) {
      together.merge(List.of(row.task(), row.work()), row, Efficiency::and);
    }
    return List.copyOf(together.values());
  }

  static Table table(Path run) {
    return Table.of(Efficiency.class, of(run)).only(SHORT);
  }
}
