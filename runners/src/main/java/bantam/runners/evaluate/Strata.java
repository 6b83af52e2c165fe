package bantam.runners.evaluate;

import bantam.recipes.Randomness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Draws a part of a list in which every kind has its share, to within one: the shares are rounded
 * down, and the places that are left go to the largest remainders. Which of a kind is drawn without
 * replacement, by the seed, the list's name and the kind alone.
 *
 * @see <a href="https://doi.org/10.1002/0470857234">Cochran, Sampling Techniques, 3rd ed., chapter
 *     5</a>, proportional allocation
 */
final class Strata {
  private Strata() {}

  /**
   * @param kinds of each element, such as its right answer
   * @param count elements to draw; all if there are no more
   * @param purpose what tells this list's randomness from another's, such as the task's name
   * @return places, ascending
   */
  static List<Integer> draw(List<String> kinds, int count, long seed, String purpose) {
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < kinds.size(); i++) {
      members.computeIfAbsent(kinds.get(i), key -> new ArrayList<>()).add(i);
    }
    int wanted = Math.min(count, kinds.size());
    Map<String, Integer> shares = shares(members, wanted, kinds.size());
    List<Integer> drawn = new ArrayList<>();
    members.forEach(
        (kind, places) -> {
          RandomGenerator random =
              Randomness.of(seed, "items of %s, %s".formatted(purpose, kind), 0);
          for (int i = 0; i < shares.get(kind); i++) {
            // the upper 32 bits times what is left: uneven by a 2^-32nd part at most
            int at = i + (int) (((random.nextLong() >>> 32) * (places.size() - i)) >>> 32);
            drawn.add(places.get(at));
            places.set(at, places.get(i));
          }
        });
    drawn.sort(Comparator.naturalOrder());
    return drawn;
  }

  private static Map<String, Integer> shares(
      Map<String, List<Integer>> members, int wanted, int all) {
    Map<String, Integer> shares = new LinkedHashMap<>();
    Map<String, Long> remainders = new LinkedHashMap<>();
    int left = wanted;
    for (Map.Entry<String, List<Integer>> one : members.entrySet()) {
      long share = (long) wanted * one.getValue().size();
      shares.put(one.getKey(), (int) (share / all));
      remainders.put(one.getKey(), share % all);
      left -= (int) (share / all);
    }
    remainders.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(left)
        .forEach(one -> shares.merge(one.getKey(), 1, Integer::sum));
    return shares;
  }
}
