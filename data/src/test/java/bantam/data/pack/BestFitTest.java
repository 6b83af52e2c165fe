package bantam.data.pack;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.recipes.Packing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestFitTest {
  /** Documents of these many inputs; the ids count on, so that every token is known by its id. */
  private static Fixed text(int[] lengths, boolean closed) {
    int more = closed ? 0 : 1; // an end token that is no input
    int[] starts = new int[lengths.length];
    int tokens = 0;
    for (int d = 0; d < lengths.length; d++) {
      starts[d] = tokens;
      tokens += lengths[d] + more;
    }
    return new Fixed(IntStream.range(0, tokens + 1 - more).toArray(), starts, closed, Set.of());
  }

  /** By hand: 9 is cut into 5 and 4; then 5 | 5 | 4 1 | 3 1 1 | 3 2. */
  @Test
  void putsTheLongestFirstWhereTheyFitBest() {
    Rows rows = Rows.of(text(new int[] {3, 1, 9, 2, 5, 3, 1, 1}, true), 5, Packing.BFD);
    List<List<Integer>> lengths =
        IntStream.range(0, rows.count()).mapToObj(row -> lengths(rows.sequence(row))).toList();
    assertThat(lengths)
        .containsExactly(List.of(5), List.of(5), List.of(4, 1), List.of(3, 1, 1), List.of(3, 2));
    Sequence mixed = rows.sequence(4);
    assertThat(mixed.ids()).containsExactly(20, 21, 22, 13, 14);
    assertThat(mixed.targets()).containsExactly(21, 22, 23, 14, 15);
    assertThat(mixed.documents()).containsExactly(0, 0, 0, 1, 1);
  }

  private static List<Integer> lengths(Sequence sequence) {
    List<Integer> lengths = new ArrayList<>();
    for (int document : sequence.documents()) {
      if (document == lengths.size()) {
        lengths.add(0);
      }
      lengths.set(document, lengths.get(document) + 1);
    }
    return lengths;
  }

  @Test
  void needsAsManySequencesAsTheTextbooksAlgorithm() {
    Random random = new Random(4);
    for (int round = 0; round < 50; round++) {
      int context = 2 + random.nextInt(40);
      int[] lengths = random.ints(1 + random.nextInt(300), 1, 1 + context).toArray();
      Rows rows = Rows.of(text(lengths, true), context, Packing.BFD);
      List<Integer> rooms = textbook(lengths, context);
      List<Integer> ours =
          new ArrayList<>(
              IntStream.range(0, rows.count()).map(r -> context - rows.tokens(r)).boxed().toList());
      Collections.sort(ours);
      Collections.sort(rooms);
      assertThat(ours).isEqualTo(rooms);
    }
  }

  /** Best-fit decreasing by looking at every sequence: the rooms that are left. */
  private static List<Integer> textbook(int[] lengths, int context) {
    List<Integer> rooms = new ArrayList<>();
    int[] decreasing = Arrays.stream(lengths).map(l -> -l).sorted().map(l -> -l).toArray();
    for (int length : decreasing) {
      int best =
          IntStream.range(0, rooms.size())
              .filter(i -> rooms.get(i) >= length)
              .boxed()
              .min(Comparator.comparing(rooms::get))
              .orElse(-1);
      if (best < 0) {
        rooms.add(context - length);
      } else {
        rooms.set(best, rooms.get(best) - length);
      }
    }
    return rooms;
  }

  @Test
  void everyPredictionIsMadeOnceAndNothingElse() {
    Random random = new Random(5);
    for (int round = 0; round < 60; round++) {
      boolean closed = round % 2 == 0;
      Fixed text = text(random.ints(1 + random.nextInt(80), 1, 30).toArray(), closed);
      if (round % 3 == 0) {
        IntStream.range(0, text.ids.length)
            .filter(i -> random.nextInt(4) > 0)
            .forEach(text.masked::add);
        text.masked.remove(text.ids.length - 1);
      }
      int context = 1 + random.nextInt(20);
      Rows rows = Rows.of(text, context, Packing.BFD);
      Set<Integer> begins = new java.util.HashSet<>();
      Arrays.stream(text.starts).forEach(begins::add);
      List<Integer> wanted =
          IntStream.range(1, text.ids.length)
              .filter(i -> text.counts(i) && (closed || !begins.contains(i)))
              .boxed()
              .toList();
      assertThat(predicted(rows, context)).isEqualTo(wanted);
      assertThat(rows.targets()).isEqualTo(wanted.size());
    }
  }

  private static List<Integer> predicted(Rows rows, int context) {
    List<Integer> predicted = new ArrayList<>();
    for (int row = 0; row < rows.count(); row++) {
      Sequence sequence = rows.sequence(row);
      assertThat(sequence.length()).isEqualTo(rows.tokens(row)).isBetween(1, context);
      for (int t = 0; t < sequence.length(); t++) {
        if (sequence.targets()[t] != Sequence.IGNORED) {
          assertThat(sequence.targets()[t]).isEqualTo(sequence.ids()[t] + 1);
          predicted.add(sequence.targets()[t]);
        }
      }
    }
    Collections.sort(predicted);
    return predicted;
  }
}
