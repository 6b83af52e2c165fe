package bantam.data.suffix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuffixArrayTest {
  private static int[] sorted(int[] text) {
    return IntStream.range(0, text.length)
        .boxed()
        .sorted(
            Comparator.comparing(i -> Arrays.copyOfRange(text, i, text.length), Arrays::compare))
        .mapToInt(i -> i)
        .toArray();
  }

  private static int[] random(SplittableRandom random, int symbols) {
    return random.ints(random.nextInt(60), 0, symbols).toArray();
  }

  /** "banana": a, ana, anana, banana, na, nana. */
  @Test
  void sortsBanana() {
    int[] text = {1, 0, 2, 0, 2, 0};
    assertThat(InducedSorting.sort(text, 3)).containsExactly(5, 3, 1, 0, 4, 2);
  }

  @Test
  void sortsAsComparingAllSuffixesDoes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3000; i++) {
      int symbols = 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
      int[] text = random(random, symbols);
      if (text.length > 0 && random.nextInt(3) == 0) {
        int[] once = text;
        text = IntStream.range(0, 4 * once.length).map(k -> once[k % once.length]).toArray();
      }
      assertThat(InducedSorting.sort(text, symbols))
          .as(Arrays.toString(text))
          .isEqualTo(sorted(text));
    }
  }

  @Test
  void countsAndFindsAsLookingEverywhereDoes() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 500; i++) {
      int symbols = 1 + random.nextInt(4);
      int[] text = random(random, symbols);
      SuffixArray array = SuffixArray.of(text.clone(), symbols);
      int[] wanted = random.ints(random.nextInt(6), 0, symbols + 1).toArray();
      int[] places =
          IntStream.rangeClosed(0, text.length - Math.max(1, wanted.length))
              .filter(at -> Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length))
              .toArray();
      SuffixArray.Range range = array.find(wanted, 0, wanted.length);
      assertThat(range.count()).isEqualTo(places.length);
      if (places.length > 0) {
        assertThat(array.earliest(range)).isEqualTo(places[0]);
      }
    }
  }

  /** Depth of recursion and cost do not grow with repetition. */
  @Test
  void longRunsAndPeriodsAreSortedToo() {
    int[] text = IntStream.range(0, 1 << 20).map(i -> i % 7 == 0 ? 1 : 0).toArray();
    int[] order = InducedSorting.sort(text, 2);
    int last = order[order.length - 1];
    assertThat(text[last]).isEqualTo(1);
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, text.length).toArray());
    for (int i = 1; i < order.length; i += 997) {
      assertThat(Arrays.compare(text, order[i - 1], text.length, text, order[i], text.length))
          .isNegative();
    }
  }
}
