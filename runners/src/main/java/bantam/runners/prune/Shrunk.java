package bantam.runners.prune;

import bantam.recipes.Prune;
import bantam.runners.model.ModelConfig;
import java.util.Optional;

/** The shape that pruning leaves; which channels or layers stay does not matter for it. */
public final class Shrunk {
  private Shrunk() {}

  /** Empty where only the scores tell. */
  public static Optional<ModelConfig> of(ModelConfig before, Prune recipe) {
    Structure structure = PruneCriteria.ALL.make(recipe.criterion()).structure();
    if (structure == Structure.FFN_CHANNEL) {
      return Optional.of(
          before.withFfn(before.ffn().stream().map(width -> keeps(width, recipe)).toList()));
    }
    if (structure == Structure.LAYER && before.uniform()) {
      return Optional.of(before.withLayers(keeps(before.layers(), recipe)));
    }
    return Optional.empty();
  }

  private static int keeps(int width, Prune recipe) {
    return Ranking.keeps(width, recipe.ratio(), recipe.multiple());
  }
}
