package bantam.runners.evaluate;

import bantam.recipes.Sharing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is asked, and which of it is asked of the model: of requests with the same tokens only the
 * first.
 */
final class Requests {
  private final List<Pair> pairs;
  private final int[] units;
  private final int[] of;

  private Requests(List<Pair> pairs, int[] units, int[] of) {
    this.pairs = List.copyOf(pairs);
    this.units = units;
    this.of = of;
  }

  /** What the model is asked. */
  List<Pair> pairs() {
    return pairs;
  }

  /** The item that a pair belongs to. */
  int unit(int pair) {
    return units[pair];
  }

  /** The pair of a request. */
  int of(int request) {
    return of[request];
  }

  /** The results of all requests, by those of the pairs. */
  List<Likelihood> all(Likelihood[] results) {
    return Arrays.stream(of).mapToObj(pair -> results[pair]).toList();
  }

  /**
   * @param units for each request the item that it belongs to
   */
  static Requests of(List<Pair> requests, int[] units, Set<Sharing> sharing) {
    boolean once = sharing.contains(Sharing.DUPLICATES);
    Map<Pair, Integer> numbers = new HashMap<>();
    List<Pair> pairs = new ArrayList<>();
    List<Integer> own = new ArrayList<>();
    int[] of = new int[requests.size()];
    for (int i = 0; i < of.length; i++) {
      Integer known = once ? numbers.putIfAbsent(requests.get(i), pairs.size()) : null;
      of[i] = known == null ? pairs.size() : known;
      if (known == null) {
        pairs.add(requests.get(i));
        own.add(units[i]);
      }
    }
    return new Requests(pairs, own.stream().mapToInt(Integer::intValue).toArray(), of);
  }
}
