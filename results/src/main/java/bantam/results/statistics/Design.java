package bantam.results.statistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How items stand for all the items that could have been asked: each task is a stratum that is
 * there as often in every sample, and items that share something, such as a passage, come and go
 * together.
 */
public final class Design {
  private final int[] cluster; // of each item
  private final int[] stratum; // of each cluster
  private final int strata;
  private final int[][] clusters; // of each stratum

  private Design(int[] cluster, int[] stratum, int strata) {
    this.cluster = cluster;
    this.stratum = stratum;
    this.strata = strata;
    this.clusters = new int[strata][];
    int[] sizes = new int[strata];
    for (int one : stratum) {
      sizes[one]++;
    }
    for (int s = 0; s < strata; s++) {
      clusters[s] = new int[sizes[s]];
      sizes[s] = 0;
    }
    for (int c = 0; c < stratum.length; c++) {
      clusters[stratum[c]][sizes[stratum[c]]++] = c;
    }
  }

  /** What an item belongs to. */
  public record Place(String stratum, String cluster) {}

  /**
   * @param items at least one; equal clusters of different strata are different clusters
   */
  public static Design of(List<Place> items) {
    Map<Place, Integer> clusters = new LinkedHashMap<>();
    Map<String, Integer> strata = new LinkedHashMap<>();
    int[] cluster = new int[items.size()];
    for (int i = 0; i < cluster.length; i++) {
      Place place = items.get(i);
      strata.putIfAbsent(place.stratum(), strata.size());
      clusters.putIfAbsent(place, clusters.size());
      cluster[i] = clusters.get(place);
    }
    int[] stratum = new int[clusters.size()];
    clusters.forEach((place, c) -> stratum[c] = strata.get(place.stratum()));
    return new Design(cluster, stratum, strata.size());
  }

  public int items() {
    return cluster.length;
  }

  /** Clusters; as many as items where nothing is shared. */
  public int clusters() {
    return stratum.length;
  }

  /** Whether items share anything. */
  public boolean clustered() {
    return clusters() < items();
  }

  /**
   * Degrees of freedom of a standard error: clusters less strata, or infinite where items share
   * nothing, as for many items.
   *
   * @see <a href="https://doi.org/10.3368/jhr.50.2.317">Cameron and Miller 2015, section VI</a>
   */
  public double freedom() {
    return clustered() ? clusters() - strata : Double.POSITIVE_INFINITY;
  }

  /**
   * The standard error of a sum of what the items contribute: the spread of the clusters' sums in
   * each stratum. With one stratum and no clusters it is that of a mean, sd(n − 1) / √n, if the
   * contributions are the values over n.
   *
   * <p>That the items are a part of a finite list makes it no smaller: the list itself stands for
   * the items that could have been written (Miller 2024, section 2).
   *
   * @return NaN where a stratum has one cluster only
   * @see <a href="https://arxiv.org/abs/2411.00640">Miller 2024, section 2.2</a>. Ours multiplies
   *     by G / (G − 1) with G clusters, as is usual and as statsmodels does for a mean
   */
  public double stderr(double[] contributions) {
    double[] sums = new double[clusters()];
    for (int i = 0; i < cluster.length; i++) {
      sums[cluster[i]] += contributions[i];
    }
    double variance = 0;
    for (int[] members : clusters) {
      double mean = 0;
      for (int c : members) {
        mean += sums[c] / members.length;
      }
      double squares = 0;
      for (int c : members) {
        squares += (sums[c] - mean) * (sums[c] - mean);
      }
      variance += squares * members.length / (members.length - 1.0);
    }
    return Math.sqrt(variance);
  }

  /** Draws clusters with replacement, in each stratum as many as it has: how often each item. */
  int[] resample(RandomGenerator random) {
    int[] drawn = new int[clusters()];
    for (int[] members : clusters) {
      for (int i = 0; i < members.length; i++) {
        // the upper 32 bits times the number: uneven by a 2^-32nd part at most
        drawn[members[(int) (((random.nextLong() >>> 32) * members.length) >>> 32)]]++;
      }
    }
    int[] times = new int[items()];
    for (int i = 0; i < times.length; i++) {
      times[i] = drawn[cluster[i]];
    }
    return times;
  }
}
