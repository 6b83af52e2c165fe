package bantam.data.suffix;

import java.util.Arrays;

/**
 * Sorts all suffixes of a text in linear time: those that are smaller than the one behind them and
 * follow a larger one (leftmost S, LMS) are sorted first, by their names in a text of half the
 * length at most, and they induce the order of all others.
 *
 * <p>Besides text and result it takes four bytes a symbol and a bit, and half as much again for
 * each halving of the text.
 *
 * @see <a href="https://doi.org/10.1109/TC.2010.188">Nong, Zhang and Chan 2011, section 3</a>
 */
final class InducedSorting {
  private final int[] text;
  private final int[] sorted;
  private final boolean[] small;

  /** Where each symbol's bucket begins in the result, and behind its L suffixes. */
  private final int[] begins;

  private final int[] middles;

  private InducedSorting(int[] text, int symbols) {
    int size = text.length;
    this.text = text;
    this.sorted = new int[size];
    this.small = new boolean[size];
    for (int i = size - 2; i >= 0; i--) {
      small[i] = text[i] == text[i + 1] ? small[i + 1] : text[i] < text[i + 1];
    }
    this.begins = new int[symbols + 1];
    this.middles = new int[symbols];
    for (int i = 0; i < size; i++) {
      begins[text[i] + 1]++;
      if (!small[i]) {
        middles[text[i]]++;
      }
    }
    for (int symbol = 0; symbol < symbols; symbol++) {
      middles[symbol] += begins[symbol];
      begins[symbol + 1] += begins[symbol];
    }
  }

  /**
   * The places where suffixes begin, in the order of the suffixes; of two that agree to the end of
   * the text the shorter comes first.
   *
   * @param text symbols in [0, symbols)
   */
  static int[] sort(int[] text, int symbols) {
    if (text.length < 2) {
      return new int[text.length];
    }
    InducedSorting sorting = new InducedSorting(text, symbols);
    sorting.sort();
    return sorting.sorted;
  }

  private void sort() {
    int[] leftmost = leftmost();
    induce(leftmost);
    if (leftmost.length > 1) {
      induce(ordered(leftmost));
    }
  }

  /** The LMS places, in the order of the text. */
  private int[] leftmost() {
    int[] places = new int[text.length / 2];
    int size = 0;
    for (int i = 1; i < text.length; i++) {
      if (isLeftmost(i)) {
        places[size++] = i;
      }
    }
    return Arrays.copyOf(places, size);
  }

  private boolean isLeftmost(int place) {
    return small[place] && !small[place - 1];
  }

  /** Sorts the rest by these LMS suffixes, put at the ends of their buckets in this order. */
  private void induce(int[] leftmost) {
    Arrays.fill(sorted, -1);
    int[] next = middles.clone();
    for (int place : leftmost) {
      sorted[next[text[place]]++] = place;
    }
    next = Arrays.copyOf(begins, middles.length);
    // the suffix of one symbol is smaller than all others that begin with it
    sorted[next[text[text.length - 1]]++] = text.length - 1;
    for (int i = 0; i < sorted.length; i++) {
      int before = sorted[i] - 1;
      if (before >= 0 && !small[before]) {
        sorted[next[text[before]]++] = before;
      }
    }
    next = Arrays.copyOfRange(begins, 1, begins.length);
    for (int i = sorted.length - 1; i >= 0; i--) {
      int before = sorted[i] - 1;
      if (before >= 0 && small[before]) {
        sorted[--next[text[before]]] = before;
      }
    }
  }

  /** The LMS suffixes in their order, by way of the text that their names make. */
  private int[] ordered(int[] leftmost) {
    int[] names = new int[text.length / 2 + 1];
    int name = -1;
    int previous = -1;
    for (int place : sorted) {
      if (place > 0 && isLeftmost(place)) {
        if (previous < 0 || !same(previous, place)) {
          name++;
        }
        // no two LMS places are neighbours
        names[place / 2] = name;
        previous = place;
      }
    }
    int[] reduced = new int[leftmost.length];
    for (int i = 0; i < reduced.length; i++) {
      reduced[i] = names[leftmost[i] / 2];
    }
    int[] order = sort(reduced, name + 1);
    for (int i = 0; i < order.length; i++) {
      order[i] = leftmost[order[i]];
    }
    return order;
  }

  /** Whether the texts from two LMS places to the next such ones are the same. */
  private boolean same(int a, int b) {
    for (int i = 0; ; i++) {
      if (a + i == text.length || b + i == text.length) {
        return false;
      }
      if (text[a + i] != text[b + i] || small[a + i] != small[b + i]) {
        return false;
      }
      if (i > 0 && (isLeftmost(a + i) || isLeftmost(b + i))) {
        return isLeftmost(a + i) && isLeftmost(b + i);
      }
    }
  }
}
