package bantam.data.filter;

import java.util.List;

/** Takes from a model's answers what is to be measured; a pure function. */
@FunctionalInterface
public interface Filter {
  /**
   * Applies it to the answers to one item.
   *
   * @param answers in the order in which they were written, not empty
   * @param offered what the item's question offers, such as choices; often nothing
   * @return not empty
   * @throws bantam.recipes.InputException if there are too few answers, or nothing is offered that
   *     could be looked for
   */
  List<String> apply(List<String> answers, List<String> offered);
}
