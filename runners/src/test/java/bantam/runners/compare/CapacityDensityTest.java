package bantam.runners.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.InputException;
import bantam.runners.compare.CapacityDensity.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapacityDensityTest {
  private static final double[] SIZES = {1e6, 2e6, 4e6, 8e6, 16e6, 32e6};

  private static double loss(double size, double tokens) {
    return 20 * Math.pow(size, -0.2) + 25 * Math.pow(tokens, -0.25);
  }

  private static Measured model(String run, double size, double tokens, double density) {
    double loss = loss(density * size, tokens);
    double score = 0.5 / (1 + Math.exp(4 * (loss - 1.4))) + 0.25;
    return new Measured(run, size, tokens, loss, score, 0.001);
  }

  private static List<Measured> family(double... tokens) {
    return Arrays.stream(SIZES)
        .mapToObj(
            size -> model("n" + size, size, tokens[(int) (Math.log(size) * 7) % tokens.length], 1))
        .toList();
  }

  @Test
  void isOneForTheReferences() {
    for (List<Measured> family : List.of(family(1e9), family(1e9, 4e9))) {
      CapacityDensity density = new CapacityDensity("acc of t", family);
      for (Measured one : family) {
        assertThat(density.effective(one) / one.size()).isCloseTo(1, within(1e-3));
      }
    }
  }

  @Test
  void findsAModelThatIsTwiceAsDense() {
    CapacityDensity same = new CapacityDensity("acc of t", family(1e9));
    assertThat(same.effective(model("x", 3e6, 1e9, 2)) / 3e6).isCloseTo(2, within(1e-3));
    assertThat(same.laws()).hasSize(2);
    CapacityDensity other = new CapacityDensity("acc of t", family(1e9, 4e9));
    assertThat(other.effective(model("x", 3e6, 2e9, 2)) / 3e6).isCloseTo(2, within(1e-2));
    List<Object> row = other.row(CapacityDensity.table(), model("x", 3e6, 2e9, 2)).rows().get(0);
    assertThat((double) row.get(6)).isLessThan((double) row.get(5));
    assertThat((double) row.get(7)).isGreaterThan((double) row.get(5));
  }

  @Test
  void tellsNoEndOfAnIntervalBeyondTheReferences() {
    CapacityDensity density = new CapacityDensity("acc of t", family(1e9));
    Measured sure = model("x", 20e6, 1e9, 1);
    Measured vague = new Measured("x", 20e6, 1e9, sure.loss(), sure.score(), 0.02);
    List<Object> row = density.row(CapacityDensity.table(), vague).rows().get(0);
    assertThat((double) row.get(5)).isCloseTo(1, within(1e-3));
    assertThat((double) row.get(6)).isBetween(1e6 / 20e6, 1.0);
    assertThat(row.get(7)).isNull();
    Measured untold = new Measured("x", 20e6, 1e9, sure.loss(), sure.score(), Double.NaN);
    assertThat(density.row(CapacityDensity.table(), untold).rows().get(0).subList(6, 8))
        .containsOnlyNulls();
  }

  private static List<Measured> scoring(double... scores) {
    return IntStream.range(0, SIZES.length)
        .mapToObj(i -> new Measured("n" + i, SIZES[i], 1e9, loss(SIZES[i], 1e9), scores[i], 0.001))
        .toList();
  }

  @Test
  void refusesLawsThatSayNothing() {
    List<Measured> noisy = scoring(0.25, 0.5, 0.25, 0.5, 0.25, 0.5);
    assertThatThrownBy(() -> new CapacityDensity("acc of t", noisy))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the law of score by loss has an R2 of 0.")
        .hasMessageContaining(" on the references, and needs 0.8; take another task");
    List<Measured> rough =
        IntStream.range(0, SIZES.length)
            .mapToObj(i -> new Measured("n" + i, SIZES[i], 1e9, 3 - i % 2, 0.3 + 0.1 * (i % 2), 0))
            .toList();
    assertThatThrownBy(() -> new CapacityDensity("acc of t", rough))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the law of loss by size has an R2 of 0.");
  }

  @Test
  void refusesScoresThatMakeAStep() {
    double[] steep =
        Arrays.stream(SIZES)
            .map(size -> 0.5 / (1 + Math.exp(80 * (loss(size, 1e9) - 1.1))) + 0.25)
            .toArray();
    assertThatThrownBy(() -> new CapacityDensity("acc of t", scoring(steep)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the references' scores make a step, with 1 of 6 between its ends");
    for (List<Measured> step :
        List.of(
            scoring(0.25, 0.25, 0.25, 0.5, 0.5, 0.5),
            scoring(0.25, 0.26, 0.25, 0.5, 0.49, 0.5),
            scoring(0.25, 0.25, 0.25, 0.4, 0.5, 0.5))) {
      assertThatThrownBy(() -> new CapacityDensity("acc of t", step))
          .isInstanceOf(InputException.class)
          .hasMessageMatching("density of acc of t: the references' .* makes? a step.*");
    }
  }

  @Test
  void wantsTheTokensOfAllReferencesOrOfNone() {
    List<Measured> family = new ArrayList<>(family(1e9, 4e9));
    Measured first = family.get(0);
    family.set(0, new Measured("silent", first.size(), 0, first.loss(), first.score(), 0.001));
    assertThatThrownBy(() -> new CapacityDensity("acc of t", family))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "density of acc of t: the references saw different numbers of tokens, and nobody knows"
                + " how many silent saw; say it by --tokens, or take others");
    List<Measured> same = new ArrayList<>(family(1e9));
    same.set(
        0,
        new Measured(
            "silent", same.get(0).size(), 0, same.get(0).loss(), same.get(0).score(), 0.001));
    assertThat(new CapacityDensity("acc of t", same).effective(model("x", 3e6, 1e9, 2)) / 3e6)
        .isCloseTo(2, within(1e-3));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> new CapacityDensity("acc of t", family(1e9).subList(0, 4)))
        .isInstanceOf(InputException.class)
        .hasMessage("density of acc of t: the references have 4 different sizes; take at least 5");
    CapacityDensity density = new CapacityDensity("acc of t", family(1e9, 4e9));
    assertThatThrownBy(() -> density.effective(model("x", 20e6, 1e9, 3)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x scores 0.")
        .hasMessageContaining("take references on both sides of it");
    Measured unknown = model("x", 3e6, 1e9, 1);
    assertThatThrownBy(
            () ->
                density.effective(
                    new Measured("x", 3e6, 0, unknown.loss(), unknown.score(), 0.001)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("say it by --tokens");
    List<Measured> flat =
        Arrays.stream(SIZES)
            .mapToObj(size -> new Measured("r", size, 1e9, Math.log(size), 0.5, 0.1))
            .toList();
    assertThatThrownBy(() -> new CapacityDensity("acc of t", flat))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the references' loss does not fall with their size");
  }
}
