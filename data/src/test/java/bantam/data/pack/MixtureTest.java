package bantam.data.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.data.pack.Mixture.Pick;
import bantam.data.pack.Mixture.Source;
import bantam.recipes.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixtureTest {
  private static List<Pick> picks(Mixture mixture, int from, int to) {
    List<Pick> picks = new ArrayList<>();
    for (int step = from; step < to; step++) {
      picks.addAll(mixture.step(step));
    }
    return picks;
  }

  private static double share(List<Pick> picks, int source) {
    return picks.stream().filter(pick -> pick.source() == source).count() / (double) picks.size();
  }

  /** 8000 draws: three standard deviations of a share are at most 0.017. */
  @Test
  void drawsBySharesThatFollowTheWeightsPiecewise() {
    List<Source> sources =
        List.of(
            new Source("a", 50, 0, step -> step < 1000 ? 7 : 2),
            new Source("b", 9, 0, step -> 3),
            new Source("c", 9, 0, step -> step < 1000 ? 0 : 5));
    Mixture mixture = Mixture.of(sources, 3, 2000, 8);
    List<Pick> early = picks(mixture, 0, 1000);
    assertThat(share(early, 0)).isCloseTo(0.7, within(0.017));
    assertThat(share(early, 2)).isZero();
    List<Pick> late = picks(mixture, 1000, 2000);
    assertThat(share(late, 0)).isCloseTo(0.2, within(0.017));
    assertThat(share(late, 1)).isCloseTo(0.3, within(0.017));
  }

  @Test
  void everySourceGivesEachSequenceOnceAnEpoch() {
    List<Source> sources = List.of(new Source("a", 7, 0, s -> 1), new Source("b", 5, 0, s -> 2));
    List<Pick> picks = picks(Mixture.of(sources, 1, 100, 4), 0, 100);
    for (int source = 0; source < 2; source++) {
      int one = source;
      int sequences = sources.get(source).sequences();
      List<Integer> order =
          picks.stream().filter(p -> p.source() == one).map(Pick::sequence).toList();
      for (int from = 0; from + sequences <= order.size(); from += sequences) {
        assertThat(order.subList(from, from + sequences))
            .containsExactlyInAnyOrderElementsOf(IntStream.range(0, sequences).boxed().toList());
      }
      assertThat(order.subList(0, sequences)).isNotEqualTo(order.subList(sequences, 2 * sequences));
    }
  }

  @Test
  void aSourceThatIsUsedUpLeavesItsShareToTheOthers() {
    List<Source> sources =
        List.of(
            new Source("a", 10, 2, s -> 98),
            new Source("b", 30, 0, s -> 1),
            new Source("c", 30, 0, s -> 1));
    Mixture mixture = Mixture.of(sources, 5, 400, 3);
    assertThat(mixture.drawn(400)[0]).isEqualTo(20);
    List<Pick> after = picks(mixture, 30, 400);
    assertThat(share(after, 0)).isZero();
    assertThat(share(after, 1)).isCloseTo(0.5, within(0.05));
  }

  @Test
  void sourcesThatDoNotLastAreToldBeforeTheFirstStep() {
    List<Source> sources = List.of(new Source("a", 10, 2, s -> 1), new Source("b", 4, 1, s -> 1));
    assertThat(Mixture.of(sources, 5, 8, 3).drawn(8)).containsExactly(20, 4);
    assertThatThrownBy(() -> Mixture.of(sources, 5, 9, 3))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the mix lasts for 8 of 9 steps: then a (2 times), b (1 times) are used up and nothing"
                + " else has a weight; raise epochs_max, give more text, or take fewer steps");
  }

  /** More steps than are kept: what lies between is found again. */
  @Test
  void aStepDoesNotDependOnWhichStepsWereAskedBefore() {
    List<Source> sources =
        List.of(new Source("a", 100, 3, s -> 1), new Source("b", 10_000, 0, s -> 0.5));
    Mixture mixture = Mixture.of(sources, 9, 10_000, 2);
    long[] drawn = new long[2];
    for (int step = 0; step < 10_000; step++) {
      assertThat(mixture.drawn(step)).isEqualTo(drawn);
      mixture.step(step).forEach(pick -> drawn[pick.source()]++);
    }
    assertThat(mixture.drawn(10_000)).isEqualTo(drawn);
    Mixture fresh = Mixture.of(sources, 9, 10_000, 2);
    for (int step : new int[] {9_999, 5_001, 3}) {
      assertThat(fresh.step(step)).isEqualTo(mixture.step(step));
    }
    assertThat(Mixture.of(sources, 10, 10_000, 2).step(3)).isNotEqualTo(mixture.step(3));
  }
}
