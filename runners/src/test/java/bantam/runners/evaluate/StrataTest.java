package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrataTest {
  private static final List<String> KINDS =
      IntStream.range(0, 100).mapToObj(i -> i < 50 ? "A" : i < 83 ? "B" : "C").toList();

  private static Map<String, Integer> counts(List<String> kinds, List<Integer> drawn) {
    Map<String, Integer> counts = new HashMap<>();
    drawn.forEach(place -> counts.merge(kinds.get(place), 1, Integer::sum));
    return counts;
  }

  /** By hand: 10 of 50, 33 and 17 are 5, 3.3 and 1.7. */
  @Test
  void givesEveryKindItsShare() {
    List<Integer> drawn = Strata.draw(KINDS, 10, 1, "task");
    assertThat(counts(KINDS, drawn)).isEqualTo(Map.of("A", 5, "B", 3, "C", 2));
    assertThat(drawn).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void isAFunctionOfSeedAndTask() {
    List<Integer> drawn = Strata.draw(KINDS, 20, 1, "task");
    assertThat(Strata.draw(KINDS, 20, 1, "task")).isEqualTo(drawn);
    assertThat(Strata.draw(KINDS, 20, 2, "task")).isNotEqualTo(drawn);
    assertThat(Strata.draw(KINDS, 20, 1, "other")).isNotEqualTo(drawn);
  }

  @Test
  void takesAllWhereNoMoreAreThere() {
    assertThat(Strata.draw(KINDS, 100, 1, "t")).hasSize(100).doesNotHaveDuplicates();
    assertThat(Strata.draw(KINDS, 500, 1, "t")).hasSize(100);
    assertThat(Strata.draw(List.of(), 5, 1, "t")).isEmpty();
  }

  @Test
  void staysWithinOneOfEveryShare() {
    SplittableRandom random = new SplittableRandom(4);
    for (int turn = 0; turn < 200; turn++) {
      List<String> kinds = new ArrayList<>();
      random.ints(1 + random.nextInt(80), 0, 6).forEach(kind -> kinds.add("k" + kind * kind / 4));
      int count = random.nextInt(90);
      List<Integer> drawn = Strata.draw(kinds, count, turn, "t");
      int taken = Math.min(count, kinds.size());
      assertThat(drawn).hasSize(taken).doesNotHaveDuplicates();
      Map<String, Integer> all = counts(kinds, IntStream.range(0, kinds.size()).boxed().toList());
      Map<String, Integer> some = counts(kinds, drawn);
      all.forEach(
          (kind, n) ->
              assertThat(some.getOrDefault(kind, 0) - (double) n * taken / kinds.size())
                  .isGreaterThan(-1)
                  .isLessThan(1));
    }
  }

  /** Over many seeds every element comes as often as any other. */
  @Test
  void drawsEvenly() {
    int[] times = new int[100];
    for (int seed = 0; seed < 4000; seed++) {
      Strata.draw(KINDS, 10, seed, "t").forEach(place -> times[place]++);
    }
    for (int place = 0; place < 50; place++) {
      assertThat(times[place]).isBetween(320, 480); // 400, four standard deviations of 19
    }
  }
}
