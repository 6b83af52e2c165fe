package bantam.runners.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.data.pack.Sequence;
import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import bantam.runners.model.Attend;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Tokens;
import bantam.runners.train.MicroBatch;
import bantam.runners.train.Objective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The distillation objective against a plain computation of the same loss. */
class ImitationTest {
  private static final int VOCABULARY = 700;
  private static final int ROWS = 3;
  private static final int CONTEXT = 500;

  private Engine engine;
  private Decoder teacher;
  private Decoder student;
  private final long[] ids = new Random(5).longs(ROWS * CONTEXT, 0, VOCABULARY).toArray();
  private final long[] targets = new Random(6).longs(ROWS * CONTEXT, 0, VOCABULARY).toArray();

  @BeforeEach
  void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 2);
    teacher = Decoder.random(config(16), engine, 1);
    student = Decoder.random(config(8), engine, 2);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private static ModelConfig config(int hidden) {
    return new Llama(hidden, 1, 2, 0, 12, 0, true, 10000, 2048, 1e-5)
        .config(new Tokens(VOCABULARY, OptionalInt.empty(), List.of()));
  }

  /** The mean loss's gradient with respect to hidden states and head, and the two sums. */
  private Objective.Formed form(NDManager scope, double mix, NDArray headGradient) {
    Objective objective = new Imitation(teacher, new ForwardKl(new ForwardKl.Options(2)), mix);
    MicroBatch batch = new MicroBatch(ROWS, CONTEXT, ids, targets);
    long counted = batch.predicted();
    return objective.form(
        scene(scope, batch, Optional.of(headGradient)),
        new double[] {(1 - mix) / counted, mix / counted});
  }

  private Objective.Scene scene(NDManager scope, MicroBatch batch, Optional<NDArray> headGradient) {
    return Objective.Scene.of(
        engine.kernels(),
        scope,
        batch,
        batch.ids(scope),
        student.hidden(scope, batch.ids(scope), Attend.causal()),
        new Objective.Head(student.head(), headGradient, 0));
  }

  @Test
  void isThePlainMixtureOfBothLosses() {
    double mix = 0.3;
    for (int i = 0; i < 40; i++) {
      targets[7 * i] = MicroBatch.IGNORED;
    }
    try (NDManager scope = engine.scope()) {
      NDArray headGradient = scope.zeros(student.head().getShape());
      Objective.Formed formed = form(scope, mix, headGradient);
      MicroBatch batch = new MicroBatch(ROWS, CONTEXT, ids, targets);
      Objective.Scene plain = scene(scope, batch, Optional.empty());
      NDArray theirs = plain.rows(teacher.hidden(scope, batch.ids(scope), Attend.causal()));
      NDArray zs = plain.hidden().matMul(student.head().transpose()); // (n, vocabulary)
      NDArray zt = theirs.matMul(teacher.head().transpose());
      NDArray logQ = zs.div(2).logSoftmax(-1);
      NDArray logP = zt.div(2).logSoftmax(-1);
      NDArray one = plain.targets().oneHot(VOCABULARY);
      double cross = -zs.logSoftmax(-1).mul(one).sum().getFloat();
      double kl = 4 * logP.exp().mul(logP.sub(logQ)).sum().getFloat();
      double[] sums = formed.sums().toDoubleArray();
      assertThat(sums[0]).isCloseTo(cross, within(1e-4 * cross));
      assertThat(sums[1]).isCloseTo(kl, within(1e-4 * kl));
      NDArray dz =
          zs.softmax(-1)
              .sub(one)
              .mul(1 - mix)
              .add(logQ.exp().sub(logP.exp()).mul(2 * mix))
              .div(batch.predicted());
      assertThat(formed.gradient().getShape()).isEqualTo(plain.hidden().getShape());
      assertClose(formed.gradient(), dz.matMul(student.head()));
      assertClose(headGradient, dz.transpose().matMul(plain.hidden()));
    }
  }

  private static void assertClose(NDArray actual, NDArray wanted) {
    double largest = wanted.abs().max().getFloat();
    assertThat(actual.sub(wanted).abs().max().getFloat()).isLessThan((float) (1e-5 * largest));
  }

  @Test
  void aTeacherThatIsTheStudentPullsNowhere() {
    teacher = student;
    try (NDManager scope = engine.scope()) {
      NDArray headGradient = scope.zeros(student.head().getShape());
      Objective.Formed formed = form(scope, 1, headGradient);
      assertThat(formed.sums().toDoubleArray()[1]).isCloseTo(0, within(1e-3));
      assertThat(formed.gradient().abs().max().getFloat()).isLessThan(1e-8f);
      assertThat(headGradient.abs().max().getFloat()).isLessThan(1e-8f);
    }
  }

  /** It would be pulled if either of the two saw other documents. */
  @Test
  void theTeacherSeesThePackedDocumentsAsTheStudentDoes() {
    teacher = student;
    try (NDManager scope = engine.scope()) {
      List<Sequence> packed =
          List.of(sequence(new int[] {0, 0, 0, 1, 1, 2}), sequence(new int[] {0, 0, 1, 1}));
      MicroBatch batch = MicroBatch.of(packed, true);
      NDArray hidden = student.hidden(scope, batch.ids(scope), batch.attend(scope));
      NDArray headGradient = scope.zeros(student.head().getShape());
      Objective.Head head = new Objective.Head(student.head(), Optional.of(headGradient), 0);
      Objective.Scene scene =
          Objective.Scene.of(engine.kernels(), scope, batch, batch.ids(scope), hidden, head);
      new Imitation(teacher, new ForwardKl(new ForwardKl.Options(2)), 1)
          .form(scene, new double[] {0, 0.1});
      assertThat(headGradient.abs().max().getFloat()).isLessThan(1e-8f);
      assertThat(scene.targets().size()).isEqualTo(10);
    }
  }

  private static Sequence sequence(int[] documents) {
    int[] ids = new Random(documents.length).ints(documents.length, 0, VOCABULARY).toArray();
    return new Sequence(ids, ids, documents);
  }

  @Test
  void placesThatDoNotCountChangeNothing() {
    java.util.Arrays.fill(targets, CONTEXT, 2 * CONTEXT, MicroBatch.IGNORED);
    try (NDManager scope = engine.scope()) {
      NDArray one = scope.zeros(student.head().getShape());
      NDArray other = scope.zeros(student.head().getShape());
      double[] before = form(scope, 0.5, one).sums().toDoubleArray();
      // other tokens in the row that does not count
      for (int i = CONTEXT; i < 2 * CONTEXT; i++) {
        ids[i] = (ids[i] + 1) % VOCABULARY;
      }
      assertThat(form(scope, 0.5, other).sums().toDoubleArray()).containsExactly(before);
      assertThat(other.toFloatArray()).containsExactly(one.toFloatArray());
    }
  }
}
