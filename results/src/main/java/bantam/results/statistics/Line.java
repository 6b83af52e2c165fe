package bantam.results.statistics;

import java.util.Arrays;

/** A straight line through points, by least squares. */
final class Line {
  private Line() {}

  /** Its slope and its height at 0. */
  static double[] of(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double both = 0;
    double square = 0;
    for (int i = 0; i < x.length; i++) {
      both += (x[i] - meanX) * (y[i] - meanY);
      square += (x[i] - meanX) * (x[i] - meanX);
    }
    double slope = both / square;
    return new double[] {slope, meanY - slope * meanX};
  }
}
