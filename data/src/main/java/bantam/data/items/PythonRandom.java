package bantam.data.items;

import java.util.HashSet;
import java.util.Set;

/**
 * CPython's {@code random.Random}, number by number, so that what is drawn here is what
 * lm-evaluation-harness draws. It is not safe for several threads.
 *
 * @see <a href="https://doi.org/10.1145/272991.272995">Matsumoto and Nishimura 1998</a>, MT19937
 *     with {@code init_by_array}; CPython 3.11, {@code Modules/_randommodule.c} and {@code
 *     Lib/random.py}. Ours takes whole numbers as seeds, and gives places where Python gives
 *     elements.
 */
public final class PythonRandom {
  private static final int SIZE = 624;
  private static final int SHIFT = 397;
  private static final int UPPER = 0x80000000;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  /** {@code Random(seed)}; as in Python a negative seed is its magnitude's. */
  public PythonRandom(long seed) {
    long magnitude = Math.abs(seed);
    int high = (int) (magnitude >>> 32);
    seed(high == 0 ? new int[] {(int) magnitude} : new int[] {(int) magnitude, high});
  }

  private void seed(int[] key) {
    state[0] = 19650218;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * mixed(i) + i;
    }
    int i = 1;
    for (int k = 0; k < SIZE; k++) { // a key is shorter than the state
      int j = k % key.length;
      state[i] = (state[i] ^ (mixed(i) * 1664525)) + key[j] + j;
      i = following(i);
    }
    for (int k = 1; k < SIZE; k++) {
      state[i] = (state[i] ^ (mixed(i) * 1566083941)) - i;
      i = following(i);
    }
    state[0] = UPPER;
  }

  private int mixed(int i) {
    return state[i - 1] ^ (state[i - 1] >>> 30);
  }

  private int following(int i) {
    if (i < SIZE - 1) {
      return i + 1;
    }
    state[0] = state[SIZE - 1];
    return 1;
  }

  private int word() {
    if (next == SIZE) {
      twist();
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9D2C5680;
    y ^= (y << 15) & 0xEFC60000;
    return y ^ (y >>> 18);
  }

  private void twist() {
    // in three parts, for a remainder in each step is half of the time
    for (int i = 0; i < SIZE - SHIFT; i++) {
      state[i] = state[i + SHIFT] ^ mixed(state[i], state[i + 1]);
    }
    for (int i = SIZE - SHIFT; i < SIZE - 1; i++) {
      state[i] = state[i + SHIFT - SIZE] ^ mixed(state[i], state[i + 1]);
    }
    state[SIZE - 1] = state[SHIFT - 1] ^ mixed(state[SIZE - 1], state[0]);
  }

  private static int mixed(int word, int following) {
    int y = (word & UPPER) | (following & ~UPPER);
    return (y >>> 1) ^ (-(y & 1) & 0x9908B0DF);
  }

  /** {@code random()}: 53 random bits, in [0, 1). */
  public double random() {
    int high = word() >>> 5;
    int low = word() >>> 6;
    return (high * 0x1p26 + low) * 0x1p-53;
  }

  /**
   * {@code getrandbits(bits)}
   *
   * @param bits from 1 to 32
   * @return from 0 to 2^bits - 1
   */
  public long bits(int bits) {
    if (bits < 1 || bits > 32) {
      throw new IllegalArgumentException(bits + " bits; from 1 to 32 are drawn at once");
    }
    return Integer.toUnsignedLong(word()) >>> (32 - bits);
  }

  /**
   * {@code randrange(bound)}, by rejection.
   *
   * @param bound at least 1
   * @return from 0 to bound - 1
   */
  public int below(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("below " + bound + " there is nothing to draw");
    }
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bound);
    long drawn = bits(bits);
    while (drawn >= bound) {
      drawn = bits(bits);
    }
    return (int) drawn;
  }

  /** {@code sample(range(size), count)}: different places, in the order of drawing. */
  public int[] sample(int size, int count) {
    if (count < 0 || count > size) {
      throw new IllegalArgumentException(count + " of " + size);
    }
    return size <= listed(count) ? sampleOfList(size, count) : sampleOfSet(size, count);
  }

  /** The size up to which CPython copies the list: what a set of so many would take. */
  private static long listed(int count) {
    long size = 21;
    if (count > 5) {
      long power = 1; // 4 ** ceil(log(3 * count, 4)); 3 * count is no power of 4 itself
      while (power < 3L * count) {
        power *= 4;
      }
      size += power;
    }
    return size;
  }

  private int[] sampleOfList(int size, int count) {
    int[] pool = places(size);
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      int at = below(size - i);
      drawn[i] = pool[at];
      pool[at] = pool[size - i - 1];
    }
    return drawn;
  }

  private int[] sampleOfSet(int size, int count) {
    Set<Integer> taken = new HashSet<>();
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      int at = below(size);
      while (!taken.add(at)) {
        at = below(size);
      }
      drawn[i] = at;
    }
    return drawn;
  }

  /** {@code choices(range(size), k=count)}: places drawn with replacement. */
  public int[] choices(int size, int count) {
    int[] drawn = new int[count];
    choices(size, drawn);
    return drawn;
  }

  /** The same as many times as fill an array. */
  public void choices(int size, int[] drawn) {
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (int) (random() * size);
    }
  }

  /** {@code shuffle} of the places from 0 to size - 1. */
  public int[] shuffled(int size) {
    int[] places = places(size);
    for (int i = size - 1; i > 0; i--) {
      int at = below(i + 1);
      int other = places[at];
      places[at] = places[i];
      places[i] = other;
    }
    return places;
  }

  private static int[] places(int size) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = i;
    }
    return places;
  }
}
