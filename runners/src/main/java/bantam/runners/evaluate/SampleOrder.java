package bantam.runners.evaluate;

import bantam.data.items.Item;
import bantam.results.Row;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order of a finished samples table: as texts, tasks, items and choices stand in the data. */
final class SampleOrder {
  private SampleOrder() {}

  static Comparator<Row.Sample> of(Collection<String> texts, List<Questions> tasks) {
    Map<String, Integer> names = new HashMap<>();
    texts.forEach(text -> names.put(text, names.size()));
    Map<String, Map<String, Integer>> items = new HashMap<>();
    for (Questions task : tasks) {
      names.put(task.task().name(), names.size());
      Map<String, Integer> places = new HashMap<>();
      for (Item item : task.items()) {
        places.put(item.id(), places.size());
      }
      items.put(task.task().name(), places);
    }
    return Comparator.<Row.Sample>comparingInt(row -> names.get(row.task()))
        .thenComparingLong(
            row ->
                items.containsKey(row.task())
                    ? items.get(row.task()).get(row.item())
                    : Long.parseLong(row.item()))
        .thenComparingInt(Row.Sample::choice);
  }
}
