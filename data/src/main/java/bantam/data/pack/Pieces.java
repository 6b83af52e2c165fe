package bantam.data.pack;

import java.util.Arrays;

/** The documents of a text, those that are longer than a sequence cut into parts. */
final class Pieces {
  private final Tokenized text;
  private long[] begins = new long[1024];
  private int[] lengths = new int[1024];
  private int count;
  private long targets;

  private Pieces(Tokenized text) {
    this.text = text;
  }

  static Pieces of(Tokenized text, int context) {
    Pieces pieces = new Pieces(text);
    for (int document = 0; document < text.documents(); document++) {
      long end = pieces.end(document);
      for (long begin = text.start(document); begin < end; begin += context) {
        pieces.add(begin, (int) Math.min(context, end - begin));
      }
    }
    return pieces;
  }

  /** Behind a document's last input, the token whose successor still belongs to it. */
  private long end(int document) {
    if (document + 1 == text.documents()) {
      return text.tokens() - 1;
    }
    return text.closed() ? text.start(document + 1) : text.start(document + 1) - 1;
  }

  private void add(long begin, int length) {
    long counted = length;
    if (text.masked()) {
      counted = 0;
      for (int t = 1; t <= length; t++) {
        counted += text.counts(begin + t) ? 1 : 0;
      }
    }
    if (counted == 0) {
      return;
    }
    if (count == lengths.length) {
      int more = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8, count * 3L / 2));
      begins = Arrays.copyOf(begins, more);
      lengths = Arrays.copyOf(lengths, more);
    }
    begins[count] = begin;
    lengths[count++] = length;
    targets += counted;
  }

  /** Pieces in which a prediction counts. */
  int count() {
    return count;
  }

  /** The place of a piece's first input. */
  long begin(int piece) {
    return begins[piece];
  }

  /** Inputs of a piece; its targets are the tokens one further. */
  int length(int piece) {
    return lengths[piece];
  }

  /** Predictions that count. */
  long targets() {
    return targets;
  }
}
