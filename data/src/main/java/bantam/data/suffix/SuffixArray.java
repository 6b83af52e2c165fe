package bantam.data.suffix;

/**
 * A text of numbers in which every sequence is counted, and found, in the time of a binary search:
 * its suffixes in their order.
 *
 * @see <a href="https://doi.org/10.1137/0222058">Manber and Myers 1993</a>
 */
public final class SuffixArray {
  private final int[] text;
  private final int[] order;

  private SuffixArray(int[] text, int[] order) {
    this.text = text;
    this.order = order;
  }

  /**
   * Sorts a text's suffixes; it takes about nine bytes a number beside the text while it sorts, and
   * four afterwards.
   *
   * @param text numbers in [0, symbols), which then belong to this
   */
  public static SuffixArray of(int[] text, int symbols) {
    return new SuffixArray(text, InducedSorting.sort(text, symbols));
  }

  /**
   * The places in the order of suffixes whose suffixes begin with the same numbers.
   *
   * @param from the first of them
   * @param to behind the last
   */
  public record Range(int from, int to) {
    /** How often the numbers occur. */
    public int count() {
      return to - from;
    }
  }

  /** All places: where the empty sequence occurs. */
  public Range all() {
    return new Range(0, order.length);
  }

  /** Where numbers occur. */
  public Range find(int[] numbers, int from, int to) {
    Range range = all();
    for (int i = from; i < to && range.count() > 0; i++) {
      range = narrow(range, i - from, numbers[i]);
    }
    return range;
  }

  /**
   * Where a sequence occurs with one number more.
   *
   * @param range where the sequence occurs
   * @param length of the sequence
   */
  public Range narrow(Range range, int length, int number) {
    return new Range(first(range, length, number), first(range, length, number + 1));
  }

  /** The first place in a range whose suffix goes on with this number or a larger one. */
  private int first(Range range, int length, int number) {
    int low = range.from();
    int high = range.to();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int place = order[middle] + length;
      if (place < text.length && text[place] >= number) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The earliest place in the text of what a range stands for; the range is not empty. */
  public int earliest(Range range) {
    int earliest = order[range.from()];
    for (int i = range.from() + 1; i < range.to(); i++) {
      earliest = Math.min(earliest, order[i]);
    }
    return earliest;
  }
}
