package bantam.data.items;

import bantam.recipes.InputException;
import bantam.recipes.Shots;
import bantam.recipes.Task;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chooses the solved examples before the items of a task. One stream of random numbers goes over
 * all items in the order of the data, so that an item's examples do not depend on which other items
 * are scored.
 *
 * <p>The reference draws for the documents that it scores: with its {@code --limit} the same as
 * ours, with its {@code --samples}, or with several ranks that each begin the stream anew, others.
 * It leaves out documents that equal the item in every field, ours those that read the same; where
 * that leaves too few, both stop. It draws one more only where examples come from the split that is
 * scored, or where neither is named: {@code leave_out: nothing} is the other case.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/api/samplers.py}: {@code ContextSampler.sample} and {@code
 *     FirstNSampler.sample}
 */
public final class Examples {
  private final Task task;
  private final Shots shots;
  private final List<Item> pool;
  private final PythonRandom random;

  private Examples(Task task, List<Item> pool) {
    this.task = task;
    this.shots = task.shots();
    this.pool = pool;
    this.random = new PythonRandom(shots.seed());
  }

  /**
   * The items of a task with their examples; close the stream to let go of the files behind it.
   *
   * @return to be consumed from the first item on
   * @throws InputException while the stream is consumed, if the data are missing or wrong, or there
   *     are too few examples
   */
  public static Stream<Item> items(Task task) {
    ItemSource source = Items.ALL.make(task.items());
    if (task.shots().each() == 0) {
      return source.items();
    }
    Examples examples = new Examples(task, pool(source, task.shots()));
    return source.items().map(examples::before);
  }

  private static List<Item> pool(ItemSource source, Shots shots) {
    try (Stream<Item> items = shots.from().map(source::examples).orElseGet(source::items)) {
      return items.toList();
    }
  }

  private Item before(Item item) {
    boolean apart = shots.apart();
    Stream<Item> offered =
        switch (shots.sampler()) {
          case FIRST_N -> pool.stream();
          case RANDOM -> drawn(apart ? shots.each() + 1 : shots.each());
        };
    List<Item> chosen =
        offered.filter(one -> !apart || !one.asksAs(item)).limit(shots.each()).toList();
    if (chosen.size() < shots.each()) {
      throw tooFew("item %s has only %d".formatted(item.id(), chosen.size()));
    }
    return item.after(chosen);
  }

  private Stream<Item> drawn(int count) {
    if (count > pool.size()) {
      throw tooFew("there are only %d to draw %d from".formatted(pool.size(), count));
    }
    return Arrays.stream(random.sample(pool.size(), count)).mapToObj(pool::get);
  }

  private InputException tooFew(String fault) {
    return new InputException(
        "task %s: shots: %d examples are asked for, and %s; ask for fewer, or name more in shots.from"
            .formatted(task.name(), shots.each(), fault));
  }
}
