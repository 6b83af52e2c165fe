package bantam.data.items;

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

  /** The accuracy of answers drawn at random: the mean of 1 / choices over the items. */
  double chance();
}
