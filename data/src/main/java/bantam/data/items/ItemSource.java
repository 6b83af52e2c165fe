package bantam.data.items;

import java.util.stream.Stream;

/** The items of a task. Every reading gives the same items in the same order. */
public interface ItemSource {
  /**
   * The items; close the stream to let go of the file behind it.
   *
   * @throws bantam.recipes.InputException while the stream is consumed, if the data are missing,
   *     broken or empty; the message names file and line
   */
  Stream<Item> items();

  /** The accuracy of answers drawn at random: the mean of 1 / choices over the items. */
  double chance();
}
