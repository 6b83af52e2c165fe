package bantam.data.pack;

import bantam.recipes.InputException;
import java.util.Arrays;

/** A growing array of longs, which may also be taken as one of bits. */
final class LongBuffer {
  private long[] values = new long[1 << 8];
  private int size;

  void add(long value) {
    reserve(size + 1L);
    values[size++] = value;
  }

  /** Sets a bit; bits that were never set are not. */
  void setBit(long bit) {
    long word = bit >>> 6;
    reserve(word + 1);
    values[(int) word] |= 1L << bit;
    size = Math.max(size, (int) word + 1);
  }

  int size() {
    return size;
  }

  /** A value; 0 behind the last. */
  long at(int index) {
    return index < size ? values[index] : 0;
  }

  private void reserve(long needed) {
    if (needed > Integer.MAX_VALUE - 8) {
      throw new InputException("the text has more than 2 billion documents; take a part of it");
    }
    if (needed > values.length) {
      long more = Math.min(Integer.MAX_VALUE - 8, Math.max(needed, values.length * 3L / 2));
      values = Arrays.copyOf(values, (int) more);
    }
  }
}
