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

  /**
   * @param order as {@link InducedSorting#sort} gives it for this text
   */
  SuffixArray(int[] text, int[] order) {
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

  /** Numbers in the text. */
  int size() {
    return text.length;
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

  /**
   * The number that stands behind a sequence at its first place in the order of suffixes: the
   * smallest of those behind it.
   *
   * @param range where the sequence occurs, not empty and never at the end of the text
   * @param length of the sequence
   */
  int next(Range range, int length) {
    return text[order[range.from()] + length];
  }

  /** Those of a range whose suffixes go on as its first one does. */
  Range alike(Range range, int length) {
    int number = next(range, length);
    // few go on alike as a rule, so that they are looked for in steps that double
    int step = 1;
    while (step < range.count() && text[order[range.from() + step] + length] == number) {
      step *= 2;
    }
    int to = Math.min(range.to(), range.from() + step);
    return new Range(
        range.from(), first(new Range(range.from() + step / 2, to), length, number + 1));
  }

  /** The first place in a range whose suffix goes on with this number or a larger one. */
  int first(Range range, int length, int number) {
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
