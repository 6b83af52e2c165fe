package bantam.results.statistics;

/**
 * The smallest true difference that a test at the 5 % level finds in 80 of 100 repetitions.
 *
 * @see <a href="https://arxiv.org/abs/2411.00640">Miller 2024, section 5</a>: (z₀.₉₇₅ + z₀.₈)
 *     standard errors, 2.80, for many items. With few replicates we take the power of Student's
 *     test instead, by the noncentral t distribution: 5.65 standard errors, 3.26 standard
 *     deviations, with three
 */
public final class Power {
  private static final double LEVEL = 0.05;
  private static final double POWER = 0.8;
  private static final int STEPS = 4000;

  private Power() {}

  /**
   * Standard errors that the difference must have.
   *
   * @param freedom degrees of freedom of the standard error; may be infinite
   */
  public static double detectable(double freedom) {
    double critical = Student.exceeded(LEVEL / 2, freedom);
    double low = 0;
    double high = 1;
    while (power(high, critical, freedom) < POWER) {
      high *= 2;
    }
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (power(middle, critical, freedom) < POWER) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** That t comes out above the critical value; that it does below minus it hardly ever happens. */
  private static double power(double shift, double critical, double freedom) {
    if (freedom > 1e5) {
      return Normal.above(critical - shift);
    }
    // over s, the estimated by the true standard error: a chi variable over the root of freedom
    double reach = 12 / Math.sqrt(2 * freedom);
    double from = Math.max(0, 1 - reach);
    double step = (1 + reach - from) / STEPS;
    double sum = 0;
    for (int i = 0; i <= STEPS; i++) {
      double s = from + i * step;
      double weight = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2; // Simpson's rule
      sum += weight * density(s, freedom) * Normal.above(critical * s - shift);
    }
    return sum * step / 3;
  }

  private static double density(double s, double freedom) {
    double half = freedom / 2;
    double powered = freedom == 1 ? 0 : (freedom - 1) * Math.log(s);
    return 2 * Math.exp(half * Math.log(half) - Beta.logGamma(half) + powered - half * s * s);
  }
}
