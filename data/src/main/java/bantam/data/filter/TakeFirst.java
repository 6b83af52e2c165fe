package bantam.data.filter;

import bantam.recipes.InputException;
import bantam.recipes.Key;
import java.util.List;

/** The first answers of those that were written. */
final class TakeFirst implements Filter {
  /** The keys of {@code use: take-first-k}. */
  record Options(@Key(value = "how many", min = 1) int k) {}

  private final int k;

  TakeFirst(Options options) {
    this.k = options.k();
  }

  @Override
  public List<String> apply(List<String> answers, List<String> offered) {
    if (answers.size() < k) {
      throw new InputException(
          "filter take-first-k: there are %d answers to an item, k is %d; raise repeats"
              .formatted(answers.size(), k));
    }
    return answers.subList(0, k);
  }
}
