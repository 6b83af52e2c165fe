package bantam.results.statistics;

/** The regularised incomplete beta function, from which binomial and Student's tails follow. */
final class Beta {
  /** log Γ by Lanczos' series with g = 7; about 15 digits. */
  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-06,
    1.5056327351493116e-07
  };

  private static final int STEPS = 100_000;

  private Beta() {}

  /**
   * I_x(a, b).
   *
   * @param x in [0, 1]
   * @param a above 0, as b
   * @see <a href="https://dlmf.nist.gov/8.17#v">DLMF 8.17.22</a>, the continued fraction; its terms
   *     are summed by Lentz's method
   */
  static double regularised(double x, double a, double b) {
    if (Double.isNaN(x) || x <= 0) {
      return Double.isNaN(x) ? Double.NaN : 0;
    }
    if (x >= 1) {
      return 1;
    }
    // it converges fast below the mean only
    return x > (a + 1) / (a + b + 2)
        ? 1 - front(1 - x, b, a) * fraction(1 - x, b, a)
        : front(x, a, b) * fraction(x, a, b);
  }

  private static double front(double x, double a, double b) {
    return Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  }

  private static double fraction(double x, double a, double b) {
    double least = 1e-300;
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1), least);
    double value = d;
    for (int m = 1; m <= STEPS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d, least);
      c = away(1 + even / c, least);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d, least);
      c = away(1 + odd / c, least);
      value *= d * c;
      if (Math.abs(d * c - 1) < 1e-15) {
        return value;
      }
    }
    throw new IllegalArgumentException("I_%s(%s, %s) does not converge".formatted(x, a, b));
  }

  private static double away(double value, double least) {
    return Math.abs(value) < least ? least : value;
  }

  private static double logBeta(double a, double b) {
    return logGamma(a) + logGamma(b) - logGamma(a + b);
  }

  /**
   * log Γ(x).
   *
   * @param x above 0
   */
  static double logGamma(double x) {
    if (x < 0.5) {
      return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
    }
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (x - 1 + i);
    }
    double t = x + 6.5;
    return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
  }
}
