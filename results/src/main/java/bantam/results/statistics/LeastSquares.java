package bantam.results.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer.Optimum;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;

/**
 * Fits a curve that is not linear in its parameters, by Levenberg and Marquardt from several
 * starts.
 */
final class LeastSquares {
  private static final int EVALUATIONS = 5_000;

  /** Of a parameter, for its slope; the cube root of the machine's precision is best. */
  private static final double STEP = 6e-6;

  private final Curve curve;
  private final double[] observed;

  /** What a curve has at an observation. */
  @FunctionalInterface
  interface Curve {
    /**
     * @param observation its number, from 0 on
     */
    double at(double[] parameters, int observation);
  }

  /**
   * The best parameters.
   *
   * @param squares sum of the squared residuals
   */
  record Found(List<Double> parameters, double squares) {
    Found {
      parameters = List.copyOf(parameters);
    }

    double at(int parameter) {
      return parameters.get(parameter);
    }
  }

  LeastSquares(Curve curve, double[] observed) {
    this.curve = curve;
    this.observed = observed.clone();
  }

  /** The best of what the starts lead to; empty if none leads anywhere. */
  Optional<Found> from(List<double[]> starts) {
    return starts.stream()
        .flatMap(start -> from(start).stream())
        .min(Comparator.comparingDouble(Found::squares));
  }

  private Optional<Found> from(double[] start) {
    try {
      Optimum optimum =
          new LevenbergMarquardtOptimizer()
              .withCostRelativeTolerance(1e-14)
              .withParameterRelativeTolerance(1e-14)
              .withOrthoTolerance(1e-14)
              .optimize(
                  new LeastSquaresBuilder()
                      .start(start)
                      .target(observed)
                      .model(this::values)
                      .maxEvaluations(EVALUATIONS)
                      .maxIterations(EVALUATIONS)
                      .build());
      double cost = optimum.getCost();
      return Double.isFinite(cost)
          ? Optional.of(
              new Found(Arrays.stream(optimum.getPoint().toArray()).boxed().toList(), cost * cost))
          : Optional.empty();
    } catch (MathIllegalStateException e) {
      return Optional.empty(); // another start may lead somewhere
    }
  }

  private Pair<RealVector, RealMatrix> values(RealVector point) {
    double[] parameters = point.toArray();
    double[] values = new double[observed.length];
    double[][] slopes = new double[observed.length][parameters.length];
    for (int i = 0; i < values.length; i++) {
      int at = i;
      values[i] = curve.at(parameters, i);
      for (int j = 0; j < parameters.length; j++) {
        slopes[i][j] = slope(parameters, j, some -> curve.at(some, at));
      }
    }
    return new Pair<>(new ArrayRealVector(values, false), new Array2DRowRealMatrix(slopes, false));
  }

  private static double slope(double[] parameters, int of, ToDoubleFunction<double[]> curve) {
    double step = STEP * Math.max(1, Math.abs(parameters[of]));
    double[] moved = parameters.clone();
    moved[of] = parameters[of] + step;
    double above = curve.applyAsDouble(moved);
    moved[of] = parameters[of] - step;
    return (above - curve.applyAsDouble(moved)) / (2 * step);
  }

  /** The share of the observations' variance that a fit explains. */
  static double explained(double[] observed, double squares) {
    double mean = Arrays.stream(observed).average().orElseThrow();
    double all = Arrays.stream(observed).map(one -> (one - mean) * (one - mean)).sum();
    return 1 - squares / all;
  }
}
