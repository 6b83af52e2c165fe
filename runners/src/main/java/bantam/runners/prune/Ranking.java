package bantam.runners.prune;

import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which structures stay, by their scores. */
final class Ranking {
  private Ranking() {}

  /**
   * How many of {@code width} stay when {@code ratio} of them goes: the multiple nearest to what
   * the ratio says (a half rounds up), at least one multiple and never more than there are. At
   * ratio 0 all stay, whatever the multiple.
   */
  static int keeps(int width, double ratio, int multiple) {
    if (ratio == 0) {
      return width;
    }
    if (multiple > width) {
      throw new RecipeException(
          "multiple is %d; the model has only %d of what is pruned".formatted(multiple, width));
    }
    long nearest = Math.round((1 - ratio) * width / multiple);
    return (int) Math.min(Math.max(1, nearest), width / multiple) * multiple;
  }

  /**
   * The {@code keeps} highest scores' indices, ascending. Among equal scores the lower index stays.
   */
  static int[] best(double[] scores, int keeps) {
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        throw new InputException(
            "score %d is %s; the model's weights or its activations are not finite"
                .formatted(i, scores[i]));
      }
    }
    return IntStream.range(0, scores.length)
        .boxed()
        // stable: equal scores stay in the order of their indices
        .sorted(Comparator.comparingDouble(i -> -scores[i]))
        .limit(keeps)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /** The indices below {@code width} that are not kept, ascending. */
  static int[] others(int[] kept, int width) {
    return IntStream.range(0, width).filter(i -> Arrays.binarySearch(kept, i) < 0).toArray();
  }
}
