package bantam.runners.evaluate;

import java.util.Arrays;

/**
 * What items give to a score that is a ratio of sums, Σ above / Σ below, or exp of one. From them
 * follow its standard error, and its value on any sample of the items.
 */
public final class Terms {
  private final double[] above;
  private final double[] below;
  private final boolean mean;
  private final boolean exp;

  private Terms(double[] above, double[] below, boolean mean, boolean exp) {
    this.above = above;
    this.below = below;
    this.mean = mean;
    this.exp = exp;
  }

  /** The mean of one value for each item. */
  static Terms mean(double[] values) {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return new Terms(values.clone(), ones, true, false);
  }

  static Terms ratio(double[] above, double[] below) {
    return new Terms(above.clone(), below.clone(), false, false);
  }

  /** exp of the same ratio. */
  Terms exp() {
    return new Terms(above, below, mean, true);
  }

  /**
   * The same where items weigh differently.
   *
   * @param weights of the items
   */
  public Terms weighted(double[] weights) {
    return new Terms(times(above, weights), times(below, weights), false, exp);
  }

  private static double[] times(double[] values, double[] weights) {
    double[] products = values.clone();
    for (int i = 0; i < products.length; i++) {
      products[i] *= weights[i];
    }
    return products;
  }

  /** The score and its standard error. */
  Estimate estimate() {
    Estimate plain = mean ? Estimate.mean(above) : Estimate.ratio(above, below);
    return exp ? plain.exp() : plain;
  }

  /** Whether the score is a plain mean over items. */
  public boolean isMean() {
    return mean && !exp;
  }

  /** Whether every item is a yes or a no, 1 or 0, and the score their mean. */
  public boolean yesOrNo() {
    return isMean() && Arrays.stream(above).allMatch(one -> one == 0 || one == 1);
  }

  /** The value of an item above the fraction's bar. */
  public double of(int item) {
    return above[item];
  }

  /**
   * The score where each item is there so many times.
   *
   * @param times for each item
   */
  public double value(int[] times) {
    double up = 0;
    double down = 0;
    for (int i = 0; i < times.length; i++) {
      up += times[i] * above[i];
      down += times[i] * below[i];
    }
    return exp ? Math.exp(up / down) : up / down;
  }

  /**
   * How far each item moves the score from its value, to first order; they add up to 0. The spread
   * of their sum over samples is the score's standard error.
   *
   * @see <a href="https://doi.org/10.1002/0470857234">Cochran, Sampling Techniques, 3rd ed.,
   *     section 6.3</a>, for the ratio
   */
  public double[] contributions() {
    double up = Arrays.stream(above).sum();
    double down = Arrays.stream(below).sum();
    double slope = exp ? Math.exp(up / down) : 1;
    double[] contributions = new double[above.length];
    for (int i = 0; i < contributions.length; i++) {
      contributions[i] = slope * (above[i] - up / down * below[i]) / down;
    }
    return contributions;
  }
}
