package bantam.data.items;

import java.util.List;

/**
 * A multiple-choice item, ready to score: a model reads the prompt and is asked how likely each
 * choice is to follow.
 *
 * @param id names it within its task; stays the same when other items come or go
 * @param prompt without the task's delimiter and suffix
 * @param choices at least two, none of them empty
 * @param gold index of the right choice, from 0 on
 */
public record Item(String id, String prompt, List<String> choices, int gold) {
  public Item {
    choices = List.copyOf(choices);
    if (choices.size() < 2 || gold < 0 || gold >= choices.size()) {
      throw new IllegalArgumentException("gold " + gold + " of " + choices);
    }
  }
}
