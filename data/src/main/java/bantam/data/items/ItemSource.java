package bantam.data.items;

import bantam.data.perturb.Change;
import bantam.recipes.Choice;
import bantam.recipes.InputException;
import java.util.stream.Stream;

/** The items of a task. Every reading gives the same items in the same order. */
public interface ItemSource {
  /**
   * The items; close the stream to let go of the file behind it.
   *
   * @throws InputException while the stream is consumed, if the data are missing, broken or empty;
   *     the message names file and line
   */
  Stream<Item> items();

  /**
   * Items that are made in the same way of other records, as examples.
   *
   * @param from a choice of records
   * @throws InputException if these items are not made of records
   */
  default Stream<Item> examples(Choice from) {
    throw new InputException(
        "shots.from is '%s', and the task's items are not made of records; leave it out"
            .formatted(from.name()));
  }

  /**
   * The same items with their questions changed, as far as a change is for them. Their prompts are
   * changed from end to end where nothing tells the question from what stands around it.
   *
   * @throws InputException if it changes options, and the prompts list none
   */
  default Stream<Item> items(Change change) {
    if (change.how().reorders()) {
      throw new InputException(
          "task %s: perturb: %s is for tasks that name the options in their prompts; leave it out"
              .formatted(change.task(), change.how().label()));
    }
    return items().map(item -> item.asking(text -> change.text(item.id(), "prompt", text, true)));
  }

  /** The accuracy of answers drawn at random: the mean of 1 / choices over the items. */
  double chance();
}
