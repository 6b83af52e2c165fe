package bantam.recipes;

import java.util.random.RandomGenerator;

/**
 * Every random number of an experiment as a pure function of the recipe's seed, what the number is
 * for, and an index such as the step: a resumed run draws what the uninterrupted one would have
 * drawn, and a new use of randomness disturbs no other.
 *
 * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea and Flood 2014, section 4</a>,
 *     SplitMix64, here also as the hash: each part of the address is mixed into the state in turn.
 */
public final class Randomness {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Randomness() {}

  /** A generator for one purpose at one index; it is not safe for several threads. */
  public static RandomGenerator of(long seed, String purpose, long index) {
    return new SplitMix(seedOf(seed, purpose, index));
  }

  /** 64 well-mixed bits for one purpose at one index; the same on every machine and JDK. */
  public static long seedOf(long seed, String purpose, long index) {
    long state = mix(seed + GOLDEN_GAMMA);
    for (int i = 0; i < purpose.length(); i++) {
      state = mix((state ^ purpose.charAt(i)) + GOLDEN_GAMMA);
    }
    // The length parts ("ab", 1) from what ("a", 'b') would give.
    state = mix((state ^ ((long) purpose.length() << 32)) + GOLDEN_GAMMA);
    return mix((state ^ index) + GOLDEN_GAMMA);
  }

  private static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
    return y ^ (y >>> 31);
  }

  /** Our own rather than the JDK's, whose sequence is not promised. */
  static final class SplitMix implements RandomGenerator {
    private long state;

    SplitMix(long seed) {
      state = seed;
    }

    @Override
    public long nextLong() {
      state += GOLDEN_GAMMA;
      return mix(state);
    }
  }
}
