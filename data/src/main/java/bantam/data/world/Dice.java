package bantam.data.world;

import bantam.recipes.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random choices that are the same on every machine and Java version. */
public final class Dice {
  private final RandomGenerator random;

  public Dice(long seed, String purpose, long index) {
    this.random = Randomness.of(seed, purpose, index);
  }

  /** A number in [0, sides); its bias, sides in 2^64, is nothing here. */
  public int roll(int sides) {
    // The JDK does not promise how its own bounded draws come about.
    return (int) Math.multiplyHigh(random.nextLong() >>> 1, 2L * sides);
  }

  /** One of a list. */
  public <T> T pick(List<T> from) {
    return from.get(roll(from.size()));
  }

  boolean chance(int percent) {
    return roll(100) < percent;
  }

  /** A random order. */
  public <T> List<T> shuffled(List<T> from) {
    List<T> all = new ArrayList<>(from);
    for (int i = all.size() - 1; i > 0; i--) {
      T last = all.get(i);
      int other = roll(i + 1);
      all.set(i, all.get(other));
      all.set(other, last);
    }
    return all;
  }

  /** Some different members of a list, in random order. */
  public <T> List<T> some(int count, List<T> from) {
    return shuffled(from).subList(0, count);
  }
}
