package bantam.runners.evaluate;

import bantam.data.items.Item;
import bantam.results.Divergence;
import bantam.results.Row;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of finished tables: as texts, tasks, items and choices stand in the data, and a task's
 * changed questions behind it.
 */
final class SampleOrder {
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, Map<String, Integer>> items = new HashMap<>();

  SampleOrder(Collection<String> texts, List<Questions> tasks) {
    texts.forEach(text -> names.put(text, names.size()));
    for (Questions task : tasks) {
      names.put(task.name(), names.size());
      Map<String, Integer> places = new HashMap<>();
      for (Item item : task.items()) {
        places.put(item.id(), places.size());
      }
      items.put(task.task().name(), places);
    }
  }

  Comparator<Row.Sample> samples() {
    return Comparator.<Row.Sample>comparingInt(row -> names.get(name(row)))
        .thenComparingLong(row -> place(row.task(), row.item()))
        .thenComparingInt(Row.Sample::choice);
  }

  Comparator<Divergence> divergences() {
    return Comparator.<Divergence>comparingInt(row -> names.get(row.task()))
        .thenComparingLong(row -> place(row.task(), row.item()))
        .thenComparingInt(Divergence::choice)
        .thenComparingInt(Divergence::window);
  }

  /** As {@link Questions#name}. */
  private static String name(Row.Sample row) {
    return row.task() + row.perturbation().map(change -> " " + change).orElse("");
  }

  /** A text's items are the numbers of its documents. */
  private long place(String task, String item) {
    return items.containsKey(task) ? items.get(task).get(item) : Long.parseLong(item);
  }
}
