package bantam.runners.evaluate;

import bantam.data.chat.ChatTemplate;
import bantam.data.perturb.Change;
import bantam.data.perturb.Perturbation;
import bantam.data.perturb.Perturbations;
import bantam.recipes.Choice;
import bantam.recipes.RecipeException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The changed questions that an evaluation asks beside those of the data. */
final class Perturbing {
  private final List<Perturbation> ways;
  private final long seed;

  /**
   * @param choices of perturbations
   * @throws RecipeException if two of them are the same
   */
  Perturbing(List<Choice> choices, long seed) {
    this.ways = choices.stream().map(Perturbations.ALL::make).toList();
    this.seed = seed;
    Set<String> labels = new HashSet<>();
    for (Perturbation way : ways) {
      if (!labels.add(way.label())) {
        throw new RecipeException(
            "perturb: %s stands there twice; leave one of them out".formatted(way.label()));
      }
    }
  }

  /** The names of the changes, in order. */
  List<String> labels() {
    return ways.stream().map(Perturbation::label).toList();
  }

  /**
   * A task's questions, changed: once for each way.
   *
   * @param plain as they are in the data
   * @param items of them
   * @throws bantam.recipes.InputException if they cannot be changed so
   */
  List<Questions> of(Questions plain, TaskItems items, Optional<ChatTemplate> chat) {
    return ways.stream()
        .map(
            way -> {
              Change change = new Change(way, seed, plain.task().name());
              return plain.perturbed(way.label(), items.perturbed(plain.task(), change), chat);
            })
        .toList();
  }
}
