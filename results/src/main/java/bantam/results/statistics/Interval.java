package bantam.results.statistics;

/** A 95 % confidence interval. */
public record Interval(double low, double high) {
  private static final double Z = 1.959963984540054;

  /**
   * For a share of successes, such as an accuracy: Wilson's score interval, which stays inside [0,
   * 1] and holds its level for small n and shares near 0 or 1, where value ± 1.96 standard errors
   * does not.
   *
   * @param share in [0, 1]
   * @param n trials, at least 1
   * @see <a href="https://doi.org/10.1214/ss/1009213286">Brown, Cai and DasGupta 2001, section
   *     3.1.1</a>
   */
  public static Interval wilson(double share, long n) {
    double square = Z * Z;
    double centre = (share + square / (2 * n)) / (1 + square / n);
    double half =
        Z / (1 + square / n) * Math.sqrt(share * (1 - share) / n + square / (4.0 * n * n));
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }

  /** For everything else: value ± 1.96 standard errors. */
  public static Interval normal(double value, double stderr) {
    return new Interval(value - Z * stderr, value + Z * stderr);
  }

  /**
   * value ± t standard errors.
   *
   * @param freedom degrees of freedom of the standard error; infinite for 1.96
   */
  public static Interval student(double value, double stderr, double freedom) {
    double t = Student.exceeded(0.025, freedom);
    return new Interval(value - t * stderr, value + t * stderr);
  }
}
