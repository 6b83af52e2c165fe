package bantam.data.pack;

import bantam.recipes.InputException;
import java.util.Arrays;

/**
 * A growing array of ints: a corpus as a list of boxed numbers would need five times the memory.
 */
final class IntBuffer {
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private int[] values = new int[1 << 12];
  private int size;

  void add(int value) {
    reserve(1);
    values[size++] = value;
  }

  void addAll(int[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, values, size, more.length);
    size += more.length;
  }

  int size() {
    return size;
  }

  int[] toArray() {
    return size == values.length ? values : Arrays.copyOf(values, size);
  }

  private void reserve(int more) {
    long needed = (long) size + more;
    if (needed > LARGEST) {
      throw new InputException("the text has more than 2 billion tokens; take a part of it");
    }
    if (needed > values.length) {
      values =
          Arrays.copyOf(values, (int) Math.min(LARGEST, Math.max(needed, values.length * 3L / 2)));
    }
  }
}
