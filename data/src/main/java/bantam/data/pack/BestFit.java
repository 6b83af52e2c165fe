package bantam.data.pack;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * Whole documents packed into sequences by best-fit decreasing: the longest first, each into the
 * fullest sequence that still has room (among equally full ones the newest), a new one if none has.
 * Only a document longer than a sequence is cut: into full sequences, and a rest that is packed
 * like any other. Every document, and every part of one that was cut, stands by itself: it sees
 * nothing else, and its positions count from 0. The end of a sequence that nothing fits into stays
 * empty.
 *
 * <p>A document's separator is its first input, and the one behind it the last target, as in {@link
 * Windows}; so a document gives the same predictions as it would alone. Parts in which none counts
 * are left out.
 *
 * @see <a href="https://arxiv.org/abs/2404.10830">Ding et al. 2024, section 3.2</a>, in O(n log c)
 *     for n documents and c tokens of context
 */
final class BestFit implements Rows {
  private final Tokenized text;
  private final int context;
  private final Pieces pieces;

  /** The pieces in the order of the sequences that hold them. */
  private final int[] order;

  /** Where each sequence's pieces begin in the order; one more at the end. */
  private final int[] rows;

  private BestFit(Tokenized text, int context, Pieces pieces, int[] order, int[] rows) {
    this.text = text;
    this.context = context;
    this.pieces = pieces;
    this.order = order;
    this.rows = rows;
  }

  static BestFit of(Tokenized text, int context) {
    Pieces pieces = Pieces.of(text, context);
    int[] decreasing = decreasing(pieces, context);
    int[] bins = new int[decreasing.length];
    int count = fit(pieces, decreasing, context, bins);
    int[] rows = new int[count + 1];
    for (int bin : bins) {
      rows[bin + 1]++;
    }
    for (int row = 0; row < count; row++) {
      rows[row + 1] += rows[row];
    }
    int[] next = Arrays.copyOf(rows, count);
    int[] order = new int[bins.length];
    for (int i = 0; i < bins.length; i++) {
      order[next[bins[i]]++] = decreasing[i];
    }
    return new BestFit(text, context, pieces, order, rows);
  }

  /** The pieces by length, longest first, equally long ones in the order of the text. */
  private static int[] decreasing(Pieces pieces, int context) {
    int[] from = new int[context + 2];
    for (int i = 0; i < pieces.count(); i++) {
      from[context - pieces.length(i) + 1]++;
    }
    for (int i = 0; i < context; i++) {
      from[i + 1] += from[i];
    }
    int[] sorted = new int[pieces.count()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[from[context - pieces.length(i)]++] = i;
    }
    return sorted;
  }

  /**
   * @param bins receives the sequence of each piece, in the order of {@code decreasing}
   * @return sequences
   */
  private static int fit(Pieces pieces, int[] decreasing, int context, int[] bins) {
    TreeSet<Integer> rooms = new TreeSet<>(); // rooms that some open sequence has
    int[] newest = new int[context + 1]; // the sequence that got this room last
    int[] before = new int[decreasing.length]; // the sequence that had the same room before it
    int count = 0;
    for (int i = 0; i < decreasing.length; i++) {
      int length = pieces.length(decreasing[i]);
      Integer room = rooms.ceiling(length);
      int bin = count;
      int left = context - length;
      if (room == null) {
        count++;
      } else {
        bin = newest[room] - 1;
        newest[room] = before[bin];
        if (newest[room] == 0) {
          rooms.remove(room);
        }
        left = room - length;
      }
      bins[i] = bin;
      if (left > 0) {
        before[bin] = newest[left];
        newest[left] = bin + 1;
        rooms.add(left);
      }
    }
    return count;
  }

  @Override
  public int count() {
    return rows.length - 1;
  }

  @Override
  public int context() {
    return context;
  }

  @Override
  public boolean full() {
    return false;
  }

  @Override
  public boolean confined() {
    return true;
  }

  @Override
  public int repeated(int row) {
    return 0;
  }

  @Override
  public int tokens(int row) {
    int tokens = 0;
    for (int i = rows[row]; i < rows[row + 1]; i++) {
      tokens += pieces.length(order[i]);
    }
    return tokens;
  }

  @Override
  public Sequence sequence(int row) {
    int tokens = tokens(row);
    int[] ids = new int[tokens];
    int[] targets = new int[tokens];
    int[] documents = new int[tokens];
    int[] piece = new int[context + 1];
    int at = 0;
    for (int i = rows[row]; i < rows[row + 1]; i++) {
      long begin = pieces.begin(order[i]);
      int length = pieces.length(order[i]);
      text.ids(begin, length + 1, piece);
      System.arraycopy(piece, 0, ids, at, length);
      for (int t = 0; t < length; t++) {
        targets[at + t] = text.counts(begin + t + 1) ? piece[t + 1] : Sequence.IGNORED;
      }
      Arrays.fill(documents, at, at + length, i - rows[row]);
      at += length;
    }
    return new Sequence(ids, targets, documents);
  }

  @Override
  public long targets() {
    return pieces.targets();
  }

  @Override
  public long bytes() {
    return text.bytes();
  }
}
