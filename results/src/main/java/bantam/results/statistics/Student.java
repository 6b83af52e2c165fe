package bantam.results.statistics;

/** Student's t distribution; with infinitely many degrees of freedom the normal one. */
public final class Student {
  private Student() {}

  /**
   * P(|T| > |t|).
   *
   * @param freedom degrees of freedom, above 0; may be infinite
   * @see <a href="https://dlmf.nist.gov/8.17">DLMF 8.17</a>; the tail is I_x(ν/2, 1/2) with x = ν /
   *     (ν + t²)
   */
  public static double twoSided(double t, double freedom) {
    if (Double.isInfinite(freedom)) {
      return Double.isNaN(t) ? Double.NaN : 2 * Normal.above(Math.abs(t));
    }
    return Beta.regularised(freedom / (freedom + t * t), freedom / 2, 0.5);
  }

  /**
   * The t that is exceeded with a probability on one side.
   *
   * @param above in (0, 0.5)
   */
  static double exceeded(double above, double freedom) {
    double low = 0;
    double high = 1;
    while (twoSided(high, freedom) > 2 * above) {
      high *= 2;
    }
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (twoSided(middle, freedom) > 2 * above) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
