package bantam.runners.evaluate;

import bantam.data.items.Examples;
import bantam.data.items.Item;
import bantam.recipes.InputException;
import bantam.recipes.Places;
import bantam.recipes.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The items of a task that are asked for. */
final class TaskItems {
  private TaskItems() {}

  /**
   * @param places those to take; without them all
   * @param limit the first of these; 0 takes all
   * @throws InputException if a place is beyond the last item
   */
  static List<Item> of(Task task, Optional<Places> places, int limit) {
    try (Stream<Item> stream = Examples.items(task)) {
      if (places.isEmpty()) {
        return (limit == 0 ? stream : stream.limit(limit)).toList();
      }
      List<Item> all = stream.toList();
      if (places.get().last() >= all.size()) {
        throw new InputException(
            "task %s: items: there is no item %d; the last one is %d"
                .formatted(task.name(), places.get().last(), all.size() - 1));
      }
      return IntStream.range(0, all.size())
          .filter(places.get()::holds)
          .limit(limit == 0 ? Long.MAX_VALUE : limit)
          .mapToObj(all::get)
          .toList();
    }
  }
}
