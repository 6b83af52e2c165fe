package bantam.data.tokenize;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often each piece of a text occurs. When there are too many different ones for the memory, the
 * rarest are forgotten, again and again, as in lossy counting: what is frequent stays, and of a
 * text with fewer pieces nothing is lost.
 *
 * @see <a href="https://www.vldb.org/conf/2002/S10P03.pdf">Manku and Motwani 2002, section 4.2</a>;
 *     ours forgets by number of pieces, not by length of text
 */
final class PieceCounts {
  /** Some gigabytes of English prose have fewer; with the merging it takes about 3 GB. */
  static final int MOST = 1 << 22;

  private final int most;
  private final Pattern pieces;
  private final Map<String, long[]> counts = new HashMap<>();
  private long forgotten;

  /**
   * @param most different pieces
   * @param pieces what a piece of a text is
   */
  PieceCounts(int most, Pattern pieces) {
    this.most = most;
    this.pieces = pieces;
  }

  void add(String text) {
    Matcher piece = pieces.matcher(text);
    while (piece.find()) {
      counts.computeIfAbsent(piece.group(), absent -> new long[1])[0]++;
      if (counts.size() > most) {
        forget();
      }
    }
  }

  /** Makes room for half. */
  private void forget() {
    while (counts.size() > most / 2) {
      forgotten++;
      counts.values().removeIf(count -> count[0] <= forgotten);
    }
  }

  /** Tells every piece with its count. */
  void forEach(ObjLongConsumer<String> taker) {
    counts.forEach((piece, count) -> taker.accept(piece, count[0]));
  }

  /** Gives away every piece with its count; nothing is left. */
  void drain(ObjLongConsumer<String> taker) {
    Iterator<Map.Entry<String, long[]>> all = counts.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, long[]> entry = all.next();
      taker.accept(entry.getKey(), entry.getValue()[0]);
      all.remove();
    }
  }
}
