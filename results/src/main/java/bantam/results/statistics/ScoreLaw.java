package bantam.results.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a score follows the loss of a family of models: S = c / (1 + exp(-gamma (L - l))) + d, with
 * gamma below 0, so that the score falls from c + d to d as the loss grows.
 *
 * @param explained share of the scores' variance that the law explains
 * @see <a href="https://arxiv.org/abs/2412.04315">Xiao et al. 2024</a>, the second step of their
 *     two
 */
public record ScoreLaw(double c, double gamma, double l, double d, double explained) {
  /** Models that the law takes. */
  public static final int FEWEST = 5;

  /** Of the scores' range, at either end: a score that close to an end does not tell its loss. */
  private static final double END = 0.01;

  private static final double[] STEEPNESS = {0.5, 2, 6, 20};

  /**
   * Fits the law.
   *
   * @param losses at least {@link #FEWEST} different ones
   * @return empty if the scores do not fall as losses grow
   */
  public static Optional<ScoreLaw> of(double[] losses, double[] scores) {
    double low = Arrays.stream(losses).min().orElseThrow();
    double range = Arrays.stream(losses).max().orElseThrow() - low;
    List<double[]> starts = new ArrayList<>();
    for (double steepness : STEEPNESS) {
      for (int place = -2; place <= 6; place++) {
        double gamma = -steepness / range;
        double l = low + place * range / 4;
        double[] basis = Arrays.stream(losses).map(loss -> sigmoid(gamma * (loss - l))).toArray();
        double[] line = Line.of(basis, scores);
        if (line[0] > 0) {
          starts.add(new double[] {Math.log(line[0]), Math.log(-gamma), l, line[1]});
        }
      }
    }
    LeastSquares fit =
        new LeastSquares(
            (p, i) -> Math.exp(p[0]) * sigmoid(-Math.exp(p[1]) * (losses[i] - p[2])) + p[3],
            scores);
    return fit.from(starts)
        .map(
            found -> {
              double explained = LeastSquares.explained(scores, found.squares());
              return new ScoreLaw(
                  Math.exp(found.at(0)),
                  -Math.exp(found.at(1)),
                  found.at(2),
                  found.at(3),
                  explained);
            });
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** The score at a loss. */
  public double score(double loss) {
    return c * sigmoid(gamma * (loss - l)) + d;
  }

  /**
   * How many of some losses have scores between the ends of their range, and not at one of them.
   */
  public long between(double[] losses) {
    double high = score(Arrays.stream(losses).min().orElseThrow());
    double low = score(Arrays.stream(losses).max().orElseThrow());
    double end = END * (high - low);
    return Arrays.stream(losses)
        .map(this::score)
        .filter(score -> score > low + end && score < high - end)
        .count();
  }

  /** The loss at a score; NaN for one that the law never reaches. */
  public double loss(double score) {
    double share = (score - d) / c;
    return l + Math.log(share / (1 - share)) / gamma;
  }
}
