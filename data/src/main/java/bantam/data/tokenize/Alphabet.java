package bantam.data.tokenize;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How often each character of a text occurs, and which of them are frequent enough for a token. */
final class Alphabet {
  private final long[] counts = new long[Character.MAX_CODE_POINT + 1];

  /** Counts the characters of a piece that occurs so often. */
  void add(String piece, long count) {
    // a lone surrogate is no text, and never reaches an encoder
    piece
        .codePoints()
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .forEach(c -> counts[c] += count);
  }

  /**
   * The most frequent characters, those of a text's coverage but not more than {@code most}, in the
   * order of their code points. Of equally frequent ones the smaller come first.
   *
   * @param coverage share of all characters of the text that are to be among them, in [0, 1]
   */
  List<Integer> characters(double coverage, int most) {
    double wanted = coverage * Arrays.stream(counts).sum();
    List<Integer> byCount =
        IntStream.range(0, counts.length)
            .filter(c -> counts[c] > 0)
            .boxed()
            .sorted(Comparator.comparingLong((Integer c) -> -counts[c]).thenComparing(c -> c))
            .toList();
    int size = 0;
    for (long covered = 0; size < Math.min(most, byCount.size()) && covered < wanted; size++) {
      covered += counts[byCount.get(size)];
    }
    return byCount.subList(0, size).stream().sorted().toList();
  }

  /** Numbers for characters, in their order. */
  static Map<Integer, Integer> numbered(List<Integer> characters, int first) {
    Map<Integer, Integer> symbols = new HashMap<>();
    characters.forEach(character -> symbols.put(character, first + symbols.size()));
    return symbols;
  }
}
