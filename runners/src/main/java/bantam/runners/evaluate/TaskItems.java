package bantam.runners.evaluate;

import bantam.data.items.Examples;
import bantam.data.items.Item;
import bantam.data.items.Items;
import bantam.data.perturb.Change;
import bantam.recipes.InputException;
import bantam.recipes.Limit;
import bantam.recipes.Places;
import bantam.recipes.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The items of a task that are asked for.
 *
 * @param places of the items among all of the task's, from 0 on
 */
record TaskItems(List<Item> items, List<Integer> places) {
  TaskItems {
    items = List.copyOf(items);
    places = List.copyOf(places);
  }

  /**
   * Reads them.
   *
   * @param places those to take; without them all
   * @param limit how many of these
   * @throws InputException if a place is beyond the last item
   */
  static TaskItems of(Task task, Optional<Places> places, Limit limit) {
    try (Stream<Item> stream = Examples.items(task)) {
      boolean beginning = limit.count() > 0 && limit.sample() == Limit.Sample.FIRST;
      List<Item> all =
          (places.isEmpty() && beginning ? stream.limit(limit.count()) : stream).toList();
      if (places.isPresent() && places.get().last() >= all.size()) {
        throw new InputException(
            "task %s: items: there is no item %d; the last one is %d"
                .formatted(task.name(), places.get().last(), all.size() - 1));
      }
      List<Integer> possible =
          IntStream.range(0, all.size())
              .filter(place -> places.isEmpty() || places.get().holds(place))
              .boxed()
              .toList();
      List<Integer> taken = taken(task.name(), all, possible, limit);
      return new TaskItems(taken.stream().map(all::get).toList(), taken);
    }
  }

  /**
   * The same items, asked in another way, and behind the same examples.
   *
   * @throws InputException if they cannot be asked in that way
   */
  List<Item> perturbed(Task task, Change change) {
    if (task.output() == Task.Output.LOGLIKELIHOOD_ROLLING) {
      throw new InputException(
          "task %s: perturb: a whole text has no question; leave the task out"
              .formatted(task.name()));
    }
    int last = places.stream().mapToInt(Integer::intValue).max().orElse(-1);
    try (Stream<Item> stream = Items.ALL.make(task.items()).items(change)) {
      List<Item> others = stream.limit(last + 1L).toList();
      return IntStream.range(0, items.size())
          .mapToObj(i -> items.get(i).asking(others.get(places.get(i))))
          .toList();
    }
  }

  /**
   * The first ones.
   *
   * @param count 0 takes all
   */
  static List<Item> first(Task task, int count) {
    return of(task, Optional.empty(), Limit.first(count)).items();
  }

  private static List<Integer> taken(
      String task, List<Item> all, List<Integer> possible, Limit limit) {
    if (limit.count() == 0) {
      return possible;
    }
    if (limit.sample() == Limit.Sample.FIRST) {
      return possible.stream().limit(limit.count()).toList();
    }
    List<String> right =
        possible.stream().map(place -> Integer.toString(all.get(place).gold())).toList();
    return Strata.draw(right, limit.count(), limit.seed(), task).stream()
        .map(possible::get)
        .toList();
  }
}
