package bantam.results.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the loss of a family of models falls with their size and their tokens: L = a N^-alpha + b
 * D^-beta; where all of them saw as many tokens, L = a N^-alpha + e, and b is 0. No constant is
 * negative: the loss never falls below 0, however large the model.
 *
 * @param explained share of the losses' variance that the law explains
 * @see <a href="https://arxiv.org/abs/2412.04315">Xiao et al. 2024</a>, the first step of their
 *     two; e stands for the second term where it is the same for all
 */
public record LossLaw(double a, double alpha, double b, double beta, double e, double explained) {
  private static final double[] EXPONENTS = {0.05, 0.1, 0.2, 0.4, 0.8, 1.5};

  /**
   * Fits the law of size alone.
   *
   * @param sizes parameters of the models, at least four different ones
   * @return empty if the losses do not fall with size
   */
  public static Optional<LossLaw> of(double[] sizes, double[] losses) {
    double[] x = centred(sizes);
    List<double[]> starts = new ArrayList<>();
    for (double exponent : EXPONENTS) {
      double[] basis = Arrays.stream(x).map(one -> Math.exp(-exponent * one)).toArray();
      double[] line = Line.of(basis, losses);
      if (line[0] > 0) {
        starts.add(new double[] {Math.log(line[0]), Math.log(exponent), line[1]});
      }
    }
    LeastSquares fit =
        new LeastSquares((p, i) -> Math.exp(p[0] - Math.exp(p[1]) * x[i]) + p[2], losses);
    if (starts.isEmpty()) {
      return Optional.empty();
    }
    return fit.from(starts)
        .filter(found -> found.at(2) >= 0)
        .or(() -> withoutRest(x, losses))
        .map(
            found -> {
              double alpha = Math.exp(found.at(1));
              double a = Math.exp(found.at(0) + alpha * centre(sizes));
              double e = found.parameters().size() > 2 ? found.at(2) : 0;
              double explained = LeastSquares.explained(losses, found.squares());
              return new LossLaw(a, alpha, 0, 0, e, explained);
            });
  }

  /** The best that e = 0 allows; least squares have no bounds, and want an e below 0 here. */
  private static Optional<LeastSquares.Found> withoutRest(double[] x, double[] losses) {
    double mean = Arrays.stream(losses).average().orElseThrow();
    List<double[]> starts =
        Arrays.stream(EXPONENTS)
            .mapToObj(exponent -> new double[] {Math.log(mean), Math.log(exponent)})
            .toList();
    return new LeastSquares((p, i) -> Math.exp(p[0] - Math.exp(p[1]) * x[i]), losses).from(starts);
  }

  /**
   * Fits the law of size and tokens.
   *
   * @param sizes parameters of the models, at least five
   * @param tokens that each was trained on
   */
  public static Optional<LossLaw> of(double[] sizes, double[] tokens, double[] losses) {
    double[] x = centred(sizes);
    double[] y = centred(tokens);
    double half = Arrays.stream(losses).average().orElseThrow() / 2;
    List<double[]> starts = new ArrayList<>();
    for (double alpha : EXPONENTS) {
      for (double beta : EXPONENTS) {
        starts.add(new double[] {Math.log(half), Math.log(alpha), Math.log(half), Math.log(beta)});
      }
    }
    LeastSquares fit =
        new LeastSquares(
            (p, i) ->
                Math.exp(p[0] - Math.exp(p[1]) * x[i]) + Math.exp(p[2] - Math.exp(p[3]) * y[i]),
            losses);
    return fit.from(starts)
        .map(
            found -> {
              double alpha = Math.exp(found.at(1));
              double beta = Math.exp(found.at(3));
              return new LossLaw(
                  Math.exp(found.at(0) + alpha * centre(sizes)),
                  alpha,
                  Math.exp(found.at(2) + beta * centre(tokens)),
                  beta,
                  0,
                  LeastSquares.explained(losses, found.squares()));
            });
  }

  private static double centre(double[] values) {
    return Arrays.stream(values).map(Math::log).average().orElseThrow();
  }

  /** Logarithms around their mean: the parameters depend less on each other. */
  private static double[] centred(double[] values) {
    double centre = centre(values);
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.log(values[i]) - centre)
        .toArray();
  }

  /** The loss of a model of the family. */
  public double loss(double size, double tokens) {
    return a * Math.pow(size, -alpha) + rest(tokens);
  }

  /** The size at which the family has a loss; NaN if at none. */
  public double size(double loss, double tokens) {
    return Math.pow((loss - rest(tokens)) / a, -1 / alpha);
  }

  private double rest(double tokens) {
    return b == 0 ? e : b * Math.pow(tokens, -beta);
  }
}
