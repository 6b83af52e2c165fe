package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.recipes.Sharing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueTest {
  private static final Set<Sharing> ALL = EnumSet.allOf(Sharing.class);
  private static final Room ROOM = new Room(4096, 1 << 16, 8);

  @Test
  void readsThePromptOfAnItemOnce() {
    List<Load> loads = loads(items(1, 0, 600, 4));
    assertThat(loads).hasSize(1);
    assertThat(loads.get(0).rows()).hasSize(1);
    assertThat(loads.get(0).rows().get(0).length()).isEqualTo(600 + 4);
  }

  /** A table of all scores of 6,000 tokens in 8 heads would take 1.2 GB. */
  @Test
  void doesNotBranchWhereThatCostsMoreThanItSaves() {
    List<Load> loads = loads(items(1, 0, 6000, 4));
    assertThat(loads).hasSize(4).allMatch(Load::plain);
  }

  @Test
  void readsWhatItemsBeginWithOnce() {
    List<Load> loads = loads(items(20, 100, 10, 1));
    assertThat(loads).hasSize(1);
    assertThat(loads.get(0).beginning()).hasSize(100);
    assertThat(loads.get(0).rows()).hasSize(20);
  }

  @Test
  void leavesLongItemsOutOfACommonBeginning() {
    List<Pair> pairs = new ArrayList<>(items(20, 100, 10, 1));
    pairs.addAll(items(1, 100, 6000, 1));
    List<Load> loads = loads(pairs);
    assertThat(loads).hasSize(2);
    assertThat(loads.get(0).plain()).isTrue();
    assertThat(loads.get(0).length()).isEqualTo(6112);
    assertThat(loads.get(1).beginning()).hasSize(100);
  }

  @Test
  void makesPartsOfRowsAndThenOfRequests() {
    Load load = loads(items(2, 0, 300, 3)).get(0);
    assertThat(load.rows()).hasSize(2);
    List<Load> rows = load.parts();
    assertThat(rows).hasSize(2);
    List<Load> requests = rows.get(0).parts();
    assertThat(requests).hasSize(3).allMatch(Load::plain);
    assertThat(requests.get(0).length()).isEqualTo(300 + 1);
    assertThat(requests.get(0).parts()).isEmpty();
  }

  private static List<Load> loads(List<Pair> pairs) {
    int[] units = new int[pairs.size()];
    for (int i = 1; i < units.length; i++) {
      boolean same = pairs.get(i).common(pairs.get(i - 1)) >= pairs.get(i).length() - 2;
      units[i] = units[i - 1] + (same ? 0 : 1);
    }
    return Queue.of(Requests.of(pairs, units, ALL), ALL, ROOM);
  }

  /**
   * Items of choices of two tokens behind prompts of their own behind a beginning that all have.
   */
  private static List<Pair> items(int items, int beginning, int prompt, int choices) {
    List<Pair> pairs = new ArrayList<>();
    for (int item = 0; item < items; item++) {
      int own = item;
      int[] context =
          IntStream.range(0, beginning + prompt)
              .map(i -> i < beginning ? i : 10_000 + 13 * own + i)
              .toArray();
      for (int choice = 0; choice < choices; choice++) {
        pairs.add(Pair.of(context, new int[] {choice, 1}));
      }
    }
    return pairs;
  }
}
