package bantam.data.items;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An item, ready to score: a model reads a prompt and is asked how likely each choice is to follow,
 * or what does.
 *
 * @param id names it within its task; stays the same when other items come or go
 * @param prompts one for each choice, without the task's delimiter and suffix; most often the same
 * @param choices not empty, none of them empty; one alone is a continuation, or a whole text; where
 *     the model writes the answer, the right answers
 * @param gold index of the right choice, or of the first one of several, from 0 on
 * @param page what words and bytes are counted of, where that is not the choice
 * @param target the answer as text, where it is not the right choice's
 * @param cluster what it shares with other items, such as a passage: items with the same one are
 *     not independent
 * @param examples solved ones that the model reads before it, in order
 * @param alsoRight places of other right choices
 * @param offered what the prompt offers to choose from, for filters that look for it in an answer
 */
public record Item(
    String id,
    List<String> prompts,
    List<String> choices,
    int gold,
    Optional<String> page,
    Optional<String> target,
    Optional<String> cluster,
    List<Item> examples,
    List<Integer> alsoRight,
    List<String> offered) {
  public Item {
    alsoRight = List.copyOf(alsoRight);
    examples = List.copyOf(examples);
    offered = List.copyOf(offered);
    prompts = List.copyOf(prompts);
    choices = List.copyOf(choices);
    if (choices.isEmpty() || gold < 0 || gold >= choices.size()) {
      throw new IllegalArgumentException("gold " + gold + " of " + choices);
    }
    if (prompts.size() != choices.size()) {
      throw new IllegalArgumentException(prompts + " for " + choices);
    }
  }

  /** With one prompt for all choices. */
  public Item(String id, String prompt, List<String> choices, int gold) {
    this(
        id,
        Collections.nCopies(choices.size(), prompt),
        choices,
        gold,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  /** This behind solved examples. */
  public Item after(List<Item> solved) {
    return new Item(id, prompts, choices, gold, page, target, cluster, solved, alsoRight, offered);
  }

  /** This with what another one asks, and what it offers as answers. */
  public Item asking(Item other) {
    return new Item(
        id,
        other.prompts,
        other.choices,
        other.gold,
        page,
        target,
        cluster,
        examples,
        other.alsoRight,
        offered);
  }

  /** This with other prompts. */
  Item asking(UnaryOperator<String> change) {
    return new Item(
        id,
        prompts.stream().map(change).toList(),
        choices,
        gold,
        page,
        target,
        cluster,
        examples,
        alsoRight,
        offered);
  }

  /** The prompt that the right answer follows. */
  public String question() {
    return prompts.get(gold);
  }

  /** Whether a choice is right. */
  public boolean right(int choice) {
    return choice == gold || alsoRight.contains(choice);
  }

  /** The right answer as text. */
  public String answer() {
    return target.orElse(choices.get(gold));
  }

  /** Whether another one asks the same, wherever it stands in the data. */
  boolean asksAs(Item other) {
    return prompts.equals(other.prompts)
        && choices.equals(other.choices)
        && gold == other.gold
        && alsoRight.equals(other.alsoRight)
        && answer().equals(other.answer());
  }
}
