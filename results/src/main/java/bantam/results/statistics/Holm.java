package bantam.results.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * p-values of several tests that are true together: that any of the true null hypotheses is
 * rejected has the level's probability at most, however the tests depend on each other.
 *
 * @see <a href="https://www.jstor.org/stable/4615733">Holm 1979</a>
 */
public final class Holm {
  private Holm() {}

  /**
   * @param p of each test
   * @return adjusted, in their order
   */
  public static double[] adjusted(double[] p) {
    List<Integer> order =
        IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i])).toList();
    double[] adjusted = new double[p.length];
    double most = 0;
    for (int rank = 0; rank < p.length; rank++) {
      most = Math.max(most, Math.min(1, (p.length - rank) * p[order.get(rank)]));
      adjusted[order.get(rank)] = most;
    }
    return adjusted;
  }
}
