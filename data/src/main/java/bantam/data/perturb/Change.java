package bantam.data.perturb;

import bantam.data.world.Dice;
import java.util.List;

/**
 * A perturbation of a task's items. What becomes of an item depends on the seed, the task and the
 * item's id alone, and not on which other items there are.
 *
 * @param task its name
 */
public record Change(Perturbation how, long seed, String task) {
  /**
   * @param part names the text within the item
   */
  public String text(String item, String part, String text, boolean first) {
    return how.text(text, first, dice(item, part));
  }

  /** For each place of an item's options the one that the option had before. */
  public List<Integer> order(String item, int count) {
    return how.order(count, dice(item, "options"));
  }

  private Dice dice(String item, String part) {
    return new Dice(seed, String.join("\0", "perturb", how.label(), task, item, part), 0);
  }
}
