package bantam.runners.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import bantam.results.Row;
import bantam.results.statistics.Holm;
import bantam.results.statistics.McNemar;
import bantam.results.statistics.Power;
import bantam.runners.evaluate.Evaluated;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int[] A = {1, 0, 1, 1, 0, 1, 0, 0, 1, 1};
  private static final int[] B = {1, 1, 1, 0, 1, 1, 1, 1, 1, 1};

  private static List<Row.Comparison> rows(List<Evaluated> a, List<Evaluated> b) {
    return new Comparison(a, b, new Wanted(List.of(), List.of(), 1000, 1)).rows();
  }

  private static Row.Comparison row(List<Row.Comparison> rows, String task) {
    return rows.stream().filter(row -> row.task().equals(task)).findFirst().orElseThrow();
  }

  /**
   * By numpy: the differences 0 1 0 −1 1 0 1 1 0 0 have the mean 0.3 and sd(n − 1) / √n = 0.213437;
   * one item lost and four gained make 2 · 6/32 = 0.375.
   */
  @Test
  void pairsItems() {
    Row.Comparison row =
        rows(
                List.of(Answered.once("a").with("t", A).run()),
                List.of(Answered.once("b").with("t", B).run()))
            .get(0);
    assertThat(row.difference()).isCloseTo(0.3, within(1e-12));
    assertThat(row.stderr().orElseThrow()).isCloseTo(0.213437474581095, within(1e-12));
    assertThat(row.low().orElseThrow()).isCloseTo(0.3 - 1.959964 * 0.213437, within(1e-5));
    assertThat(row.p().orElseThrow()).isCloseTo(0.375, within(1e-12));
    assertThat(row.pMethod()).isEqualTo("mcnemar-exact");
    assertThat(row.pHolm()).isEqualTo(row.p());
    assertThat(row.lost()).hasValue(1);
    assertThat(row.gained()).hasValue(4);
    assertThat(row.n()).isEqualTo(10);
    assertThat(row.units()).isEqualTo(10);
    assertThat(row.detectable().orElseThrow()).isCloseTo(2.801585 * 0.213437, within(1e-5));
    assertThat(row.bootstrapLow().orElseThrow()).isBetween(-0.2, 0.0);
    assertThat(row.bootstrapHigh().orElseThrow()).isBetween(0.6, 0.8);
  }

  @Test
  void findsNothingBetweenARunAndItself() {
    Evaluated run = Answered.once("a").with("t", A).with("u", B).run();
    for (Row.Comparison row : rows(List.of(run), List.of(run))) {
      assertThat(row.difference()).isZero();
      assertThat(row.stderr()).hasValue(0);
      assertThat(row.p()).hasValue(1);
      assertThat(row.lost()).hasValue(0);
      assertThat(row.gained()).hasValue(0);
    }
  }

  @Test
  void isTheOppositeTheOtherWayRound() {
    Evaluated a = Answered.once("a").with("t", A).run();
    Evaluated b = Answered.once("b").with("t", B).run();
    Row.Comparison there = rows(List.of(a), List.of(b)).get(0);
    Row.Comparison back = rows(List.of(b), List.of(a)).get(0);
    assertThat(back.difference()).isEqualTo(-there.difference());
    assertThat(back.p()).isEqualTo(there.p());
    assertThat(back.stderr()).isEqualTo(there.stderr());
    assertThat(back.lost()).isEqualTo(there.gained());
  }

  /** Pairs that share a passage and a difference: half the units, √2 the error, about. */
  @Test
  void restsOnClustersWhereItemsShareOne() {
    int[] zeros = new int[20];
    int[] ones = IntStream.range(0, 20).map(i -> i / 2 % 3 == 0 ? 1 : 0).toArray();
    Row.Comparison alone =
        rows(
                List.of(Answered.once("a").with("t", zeros).run()),
                List.of(Answered.once("b").with("t", ones).run()))
            .get(0);
    Row.Comparison shared =
        rows(
                List.of(Answered.once("a").sharing(2).with("t", zeros).run()),
                List.of(Answered.once("b").sharing(2).with("t", ones).run()))
            .get(0);
    assertThat(shared.units()).isEqualTo(10);
    assertThat(shared.stderrMethod()).isEqualTo("clusters");
    assertThat(shared.pMethod()).isEqualTo("t");
    // sd² (n − 1) / n of 4 ones in 10, against 8 in 20
    assertThat(shared.stderr().orElseThrow())
        .isCloseTo(Math.sqrt(0.24 / 9), within(1e-12))
        .isCloseTo(alone.stderr().orElseThrow() * Math.sqrt(19 / 9.0), within(1e-12));
  }

  /** Each task's own p, then Holm's; all tasks together have the sum of their flips. */
  @Test
  void adjustsForTheTasksAndTakesThemTogether() {
    List<Row.Comparison> rows =
        rows(
            List.of(Answered.once("a").with("t", A).with("u", new int[10]).run()),
            List.of(Answered.once("b").with("t", B).with("u", A).run()));
    assertThat(rows).extracting(Row.Comparison::task).containsExactly("t", "u", "all");
    double[] p = {new McNemar(1, 4).p(), new McNemar(0, 6).p()};
    double[] adjusted = Holm.adjusted(p);
    assertThat(rows.get(0).pHolm()).hasValue(adjusted[0]);
    assertThat(rows.get(1).pHolm()).hasValue(adjusted[1]);
    Row.Comparison all = row(rows, "all");
    assertThat(all.lost()).hasValue(1);
    assertThat(all.gained()).hasValue(10);
    assertThat(all.difference()).isCloseTo(0.45, within(1e-12));
    // strata of the same size: half of the errors' root sum of squares
    assertThat(all.stderr().orElseThrow())
        .isCloseTo(
            Math.hypot(rows.get(0).stderr().orElseThrow(), rows.get(1).stderr().orElseThrow()) / 2,
            within(1e-12));
    assertThat(all.pHolm()).isEmpty();
  }

  /** By scipy: ttest_rel([.8, .9, .7], [.6, .6, .6]) has t = 3.464102, p = 0.074180. */
  @Test
  void takesTheRunForTheUnitWhereThereAreSeveral() {
    List<Evaluated> a = three(seed -> Answered.once("a" + seed).with("t", right(6)).run());
    List<Evaluated> b =
        three(seed -> Answered.once("b" + seed).with("t", right(new int[] {8, 9, 7}[seed])).run());
    Row.Comparison row = rows(a, b).get(0);
    assertThat(row.a()).isCloseTo(0.6, within(1e-12));
    assertThat(row.b()).isCloseTo(0.8, within(1e-12));
    assertThat(row.units()).isEqualTo(3);
    assertThat(row.stderr().orElseThrow()).isCloseTo(0.1 / Math.sqrt(3), within(1e-12));
    assertThat(row.p().orElseThrow()).isCloseTo(0.074180, within(1e-6));
    assertThat(row.pMethod()).isEqualTo("t");
    assertThat(row.stderrMethod()).isEqualTo("replicates");
    assertThat(row.high().orElseThrow()).isCloseTo(0.2 + 4.302653 * 0.0577350, within(1e-6));
    assertThat(row.detectable().orElseThrow())
        .isCloseTo(Power.detectable(2) * 0.1 / Math.sqrt(3), within(1e-12));
    assertThat(row.lost()).isEmpty();
    assertThat(row.bootstrapLow()).isEmpty();
  }

  private static List<Evaluated> three(IntFunction<Evaluated> make) {
    return IntStream.range(0, 3).mapToObj(make).toList();
  }

  private static int[] right(int count) {
    int[] right = new int[10];
    Arrays.fill(right, 0, count, 1);
    return right;
  }

  @Test
  void drawsRunsAndItemsFromFivePairsOn() {
    List<Evaluated> a =
        IntStream.range(0, 5).mapToObj(i -> Answered.once("a" + i).with("t", A).run()).toList();
    List<Evaluated> b =
        IntStream.range(0, 5).mapToObj(i -> Answered.once("b" + i).with("t", B).run()).toList();
    Row.Comparison row = rows(a, b).get(0);
    assertThat(row.bootstrapLow().orElseThrow()).isBetween(-0.2, 0.0);
    assertThat(row.bootstrapHigh().orElseThrow()).isBetween(0.6, 0.8);
  }

  @Test
  void refusesWhatWasNotAskedTheSame() {
    Evaluated a = Answered.once("a").with("t", A).run();
    assertThatThrownBy(
            () -> rows(List.of(a), List.of(Answered.once("b").prompted("x").with("t", A).run())))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "a and b were not asked the same: t item 0 has another prompt, t item 1 has another"
                + " prompt, t item 2 has another prompt, t item 3 has another prompt, t item 4 has"
                + " another prompt, and 5 more items differ; compare runs of the same tasks, items"
                + " and shots");
    Evaluated fewer = Answered.once("b").with("t", Arrays.copyOf(A, 9)).run();
    assertThatThrownBy(() -> rows(List.of(a), List.of(fewer)))
        .hasMessageContaining("not asked the same: t item 9 is only in a;");
    assertThatThrownBy(() -> rows(List.of(fewer), List.of(a)))
        .hasMessageContaining("not asked the same: t item 9 is only in a;");
    assertThatThrownBy(() -> rows(List.of(a), List.of(Answered.once("b").with("u", A).run())))
        .hasMessageContaining("no task in common");
    assertThatThrownBy(() -> rows(List.of(a, a), List.of(a)))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("must be as many as A");
  }

  @Test
  void saysWhatElseDiffers() {
    Evaluated a = Answered.once("a").with("t", A).with("only", A).run();
    Evaluated b = Answered.once("b").of("bf16").with("t", B).run();
    Comparison comparison =
        new Comparison(List.of(a), List.of(b), new Wanted(List.of(), List.of(), 100, 1));
    assertThat(comparison.notes())
        .anyMatch(note -> note.contains("the unit is the item"))
        .contains(
            "dtype differs: f32 in a, bf16 in b",
            "not compared, because only one side has them: only");
  }
}
