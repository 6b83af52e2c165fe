package bantam.results.statistics;

/** The standard normal distribution. */
final class Normal {
  /** Beyond it the series would lose the tail's digits. */
  private static final double FAR = 3;

  private Normal() {}

  /**
   * P(Z > z).
   *
   * @see <a href="https://doi.org/10.18637/jss.v011.i04">Marsaglia 2004</a> for the series; far out
   *     Laplace's continued fraction
   */
  static double above(double z) {
    if (z < 0) {
      return 1 - above(-z);
    }
    double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    if (z > FAR) {
      double fraction = z;
      for (int i = 100; i > 0; i--) {
        fraction = z + i / fraction;
      }
      return density / fraction;
    }
    double term = z;
    double sum = z;
    for (int i = 3; term > 1e-18 * sum; i += 2) {
      term *= z * z / i;
      sum += term;
    }
    return 0.5 - density * sum;
  }
}
