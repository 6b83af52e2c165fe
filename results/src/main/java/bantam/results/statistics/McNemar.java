package bantam.results.statistics;

/**
 * Whether one of two models is right more often on the same items: only items count that one of
 * them answered rightly and the other wrongly, and where the models are equally good these fall to
 * either side like a fair coin. The test is the exact binomial one whatever their number.
 *
 * @param lost items that the first answered rightly and the second wrongly
 * @param gained items the other way round
 * @see <a href="https://doi.org/10.1007/BF02295996">McNemar 1947</a>, whose χ² is the approximation
 */
public record McNemar(long lost, long gained) {
  /** The two-sided p-value. */
  public double p() {
    long fewer = Math.min(lost, gained);
    long all = lost + gained;
    // P(X <= k) of n fair coins is I_1/2(n - k, k + 1); even sides overlap in the middle
    return 2 * fewer >= all
        ? 1
        : Math.min(1, 2 * Beta.regularised(0.5, (double) all - fewer, fewer + 1.0));
  }
}
