package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.data.tokenize.BpeTrainer;
import bantam.recipes.InputException;
import bantam.results.Row;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Fidelity.Apart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FidelityTest {
  private static final List<Pair> PAIRS =
      List.of(
          Pair.of(new int[] {1}, new int[] {5, 9, 20, 4}),
          Pair.of(new int[] {1, 7, 8, 3, 2, 40}, new int[] {6}),
          Pair.of(new int[] {3, 3}, new int[] {12, 13}));

  @TempDir static Path folder;
  private static Path one;
  private static Path other;

  @BeforeAll
  static void write() {
    one = Tiny.model(folder.resolve("one"), Dtype.F32, 24, 24);
    other = Tiny.model(folder.resolve("other"), Dtype.F32, 24);
  }

  private static List<Apart> between(Path base, Path model, int budget) {
    try (Engine engine = Shared.engine();
        Subject first = Subject.open(engine, base);
        Subject second = Subject.open(engine, model)) {
      Fidelity fidelity = new Fidelity(first.decoder(), second.decoder(), budget, new StopSignal());
      Apart[] found = new Apart[PAIRS.size()];
      for (List<Integer> batch : fidelity.batches(PAIRS)) {
        List<Apart> some = fidelity.of(batch.stream().map(PAIRS::get).toList());
        batch.forEach(i -> found[i] = some.get(batch.indexOf(i)));
      }
      return List.of(found);
    }
  }

  @Test
  void findsNothingBetweenAModelAndItself() {
    List<Apart> found = between(one, one, 64);
    assertThat(found).extracting(Apart::nats).containsOnly(0.0);
    assertThat(found).extracting(Apart::agreed).containsExactly(4, 1, 2);
    assertThat(found).extracting(Apart::tokens).containsExactly(4, 1, 2);
    assertThat(found).allMatch(both -> both.base().equals(both.model()));
  }

  @Test
  void findsOtherModelsApartWhateverTheBatches() {
    List<Apart> together = between(one, other, 64);
    List<Apart> alone = between(one, other, 1);
    for (int i = 0; i < PAIRS.size(); i++) {
      assertThat(together.get(i).nats()).isGreaterThan(1e-6);
      assertThat(alone.get(i).nats()).isCloseTo(together.get(i).nats(), within(1e-5));
      assertThat(together.get(i).tokens()).isEqualTo(PAIRS.get(i).scored());
    }
  }

  /** What each model finds is what the scorer finds with it. */
  @Test
  void tellsTheLikelihoodsOfBoth() {
    List<Apart> found = between(one, other, 64);
    for (int model = 0; model < 2; model++) {
      try (Engine engine = Shared.engine();
          Subject subject = Subject.open(engine, model == 0 ? one : other);
          ModelScorer scorer =
              new ModelScorer(
                  subject.decoder(), 64, Set.of(), Progress.silent(), new StopSignal())) {
        List<Likelihood> wanted = scorer.score(PAIRS);
        for (int i = 0; i < PAIRS.size(); i++) {
          Likelihood own = model == 0 ? found.get(i).base() : found.get(i).model();
          assertThat(own.nats()).isCloseTo(wanted.get(i).nats(), within(1e-4));
          assertThat(own.greedy()).isEqualTo(wanted.get(i).greedy());
          assertThat(own.tokens()).isEqualTo(wanted.get(i).tokens());
        }
      }
    }
  }

  /**
   * By hand: (1/2, 1/4, 1/4) against (1/4, 1/2, 1/4) is 1/2 ln 2 − 1/4 ln 2 = 0.25 ln 2; against
   * itself, however the logits are shifted, 0.
   */
  @Test
  void isTheDivergenceOfTheFirstFromTheSecond() {
    float two = (float) Math.log(2);
    try (Engine engine = Shared.engine();
        NDManager scope = engine.scope()) {
      NDArray base = scope.create(new float[] {two, 0, 0, two, 0, 0}, new Shape(2, 3));
      NDArray model = scope.create(new float[] {0, two, 0, two + 3, 3, 3}, new Shape(2, 3));
      NDArray targets = scope.create(new long[] {1, 0});
      float[] found =
          engine.kernels().one(scope, "token_divergence", base, model, targets).toFloatArray();
      assertThat(found[0]).isCloseTo((float) (0.25 * Math.log(2)), within(1e-6f));
      assertThat(found[1]).isCloseTo(0, within(1e-6f));
      assertThat(found[2]).isZero();
      assertThat(found[3]).isEqualTo(1);
      // the targets: 1/4 and 1/2 by the base, 1/2 twice by the model
      assertThat(found[4]).isCloseTo((float) Math.log(0.25), within(1e-6f));
      assertThat(found[5]).isCloseTo((float) Math.log(0.5), within(1e-6f));
      assertThat(found[6]).isZero();
      assertThat(found[7]).isEqualTo(1);
      assertThat(found[8]).isCloseTo((float) Math.log(0.5), within(1e-6f));
      assertThat(found[9]).isCloseTo((float) Math.log(0.5), within(1e-6f));
      assertThat(found[10]).isEqualTo(1);
      assertThat(found[11]).isEqualTo(1);
    }
  }

  /** By hand: 0.3 nats and 5 of 7 tokens over two requests. */
  @Test
  void averagesOverTokens() {
    List<Row.Score> rows =
        new Kept("run", "task", 2, 0)
            .divergence(List.of(divergence(0.1, 2, 3), divergence(0.2, 3, 4)));
    assertThat(rows).extracting(Row.Score::metric).containsExactly("base_kl", "base_agreement");
    assertThat(rows.get(0).value()).isCloseTo(0.3 / 7, within(1e-12));
    assertThat(rows.get(1).value()).isCloseTo(5 / 7.0, within(1e-12));
  }

  private static Apart divergence(double nats, int agreed, int tokens) {
    Likelihood any = new Likelihood(-1, false, tokens);
    return new Apart(nats, agreed, any, any);
  }

  @Test
  void countsFlipsBothWays() {
    List<Answer> base = Stream.of(true, true, true, false).map(FidelityTest::answer).toList();
    List<Answer> now = Stream.of(true, false, false, true).map(FidelityTest::answer).toList();
    List<Row.Score> rows = new Kept("run", "task", 2, 0).flips(base, now);
    assertThat(rows).extracting(Row.Score::metric).containsExactly("base_lost", "base_gained");
    assertThat(rows).extracting(Row.Score::value).containsExactly(0.5, 0.25);
    assertThat(rows).extracting(Row.Score::n).containsExactly(4L, 4L);
  }

  /** A choice is right whoever reads it, a continuation only if greedy decoding gives it. */
  @Test
  void takesTheAnswersOfEitherModel() {
    Row.Sample choice = answer(true).choices().get(0);
    Row.Sample read = BaseScores.row(choice, false, new Likelihood(-2, false, 1));
    assertThat(read.logLikelihood()).isEqualTo(-2);
    assertThat(read.correct()).hasValue(true);
    assertThat(BaseScores.row(choice, true, new Likelihood(-2, false, 1)).correct())
        .hasValue(false);
    assertThat(BaseScores.row(read, true, new Likelihood(-1, true, 1)).correct()).hasValue(true);
  }

  private static Answer answer(boolean right) {
    return CalibrationTest.answer(0.7, right);
  }

  @Test
  void refusesOtherTokens() throws IOException {
    Path less = folder.resolve("less");
    BpeTrainer.train(
        Tiny.text().lines().limit(3),
        new BpeTrainer.Options(280, 2, List.of("<|endoftext|>")),
        Files.createDirectories(less));
    Path same = Tiny.model(folder.resolve("same"), Dtype.F32, 24);
    Files.copy(
        less.resolve("tokenizer.json"),
        same.resolve("tokenizer.json"),
        StandardCopyOption.REPLACE_EXISTING);
    try (Engine engine = Shared.engine();
        Subject first = Subject.open(engine, one);
        Subject alike = Subject.open(engine, other);
        Subject second = Subject.open(engine, same)) {
      alike.requireTokensOf(first, "they must");
      assertThatThrownBy(() -> second.requireTokensOf(first, "they must"))
          .isInstanceOf(InputException.class)
          .hasMessage(same + ": its tokenizer.json is not that of " + one + "; they must");
    }
  }
}
