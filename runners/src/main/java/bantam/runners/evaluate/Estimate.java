package bantam.runners.evaluate;

/**
 * A number with its standard error.
 *
 * <p>The items of a benchmark, or those that were drawn from them, stand for all the items that
 * could have been written: no correction for a finite list makes the error smaller (Miller 2024,
 * arXiv 2411.00640, section 2).
 *
 * @param stderr NaN where one unit alone tells nothing about it
 * @param n units that it rests on: items or documents
 */
public record Estimate(double value, double stderr, long n) {
  /** The mean, and the sample standard deviation (n − 1) over √n. */
  public static Estimate mean(double[] values) {
    int n = values.length;
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / n;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double stderr = n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1)) / Math.sqrt(n);
    return new Estimate(mean, stderr, n);
  }

  /**
   * Σ numerator / Σ denominator over units drawn together, with the linearised standard error of a
   * ratio.
   *
   * @see <a href="https://doi.org/10.1002/0470857234">Cochran, Sampling Techniques, 3rd ed.,
   *     section 6.3</a>; without the correction for a finite population
   */
  static Estimate ratio(double[] numerators, double[] denominators) {
    int n = numerators.length;
    double above = 0;
    double below = 0;
    for (int i = 0; i < n; i++) {
      above += numerators[i];
      below += denominators[i];
    }
    double ratio = above / below;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double rest = numerators[i] - ratio * denominators[i];
      squares += rest * rest;
    }
    double stderr = n < 2 ? Double.NaN : Math.sqrt(squares * n / (n - 1)) / below;
    return new Estimate(ratio, stderr, n);
  }

  Estimate times(double factor) {
    return new Estimate(value * factor, stderr * Math.abs(factor), n);
  }

  /** exp of it; the error to first order. */
  Estimate exp() {
    double exp = Math.exp(value);
    return new Estimate(exp, exp * stderr, n);
  }
}
