package bantam.runners.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.Failure;
import org.junit.jupiter.api.Test;

class RankingTest {
  @Test
  void keepsTheNearestMultiple() {
    assertThat(Ranking.keeps(172, 0.25, 1)).isEqualTo(129);
    assertThat(Ranking.keeps(172, 0.25, 16)).isEqualTo(128);
    assertThat(Ranking.keeps(5, 0.2, 1)).isEqualTo(4);
    assertThat(Ranking.keeps(5, 0.99, 1)).isEqualTo(1);
    assertThat(Ranking.keeps(100, 0.99, 64)).isEqualTo(64);
  }

  @Test
  void neverKeepsMoreThanThereAre() {
    assertThat(Ranking.keeps(172, 0.001, 64)).isEqualTo(128);
  }

  @Test
  void keepsAllAtRatioZeroWhateverTheMultiple() {
    assertThat(Ranking.keeps(172, 0, 64)).isEqualTo(172);
  }

  @Test
  void refusesAMultipleLargerThanTheWidth() {
    assertThatThrownBy(() -> Ranking.keeps(5, 0.5, 8))
        .isInstanceOf(Failure.class)
        .hasMessage("multiple is 8; the model has only 5 of what is pruned");
  }

  @Test
  void keepsTheLowerIndexAtATie() {
    assertThat(Ranking.best(new double[] {1, 3, 1, 3, 1}, 3)).containsExactly(0, 1, 3);
    assertThat(Ranking.best(new double[] {0.0, -0.0, 1}, 2)).containsExactly(0, 2);
  }

  @Test
  void refusesScoresThatAreNotNumbers() {
    assertThatThrownBy(() -> Ranking.best(new double[] {1, Double.NaN}, 1))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("score 1 is NaN");
  }

  @Test
  void namesTheOthers() {
    assertThat(Ranking.others(new int[] {0, 3}, 5)).containsExactly(1, 2, 4);
  }
}
