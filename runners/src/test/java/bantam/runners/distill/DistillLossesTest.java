package bantam.runners.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.data.tensors.Safetensors;
import bantam.recipes.Catalogue;
import bantam.recipes.Common;
import bantam.runners.distill.DistillLoss.Divergence;
import bantam.runners.engine.Engine;
import bantam.runners.train.Traces;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every distillation loss promises, and the golden numbers. */
class DistillLossesTest {
  private static final int N = 5;
  private static final int VOCABULARY = 9;
  private static Engine engine;

  private final float[] student = values(1);
  private final float[] teacher = values(2);

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static float[] values(long seed) {
    Random random = new Random(seed);
    float[] values = new float[N * VOCABULARY];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextGaussian());
    }
    return values;
  }

  /** Every loss at several temperatures, where it has one. */
  static Stream<DistillLoss> all() {
    return DistillLosses.ALL.entries().stream()
        .flatMap(entry -> Stream.of(0.7, 1.0, 2.0).map(temperature -> make(entry, temperature)));
  }

  private static <O extends Record> DistillLoss make(
      Catalogue.Entry<DistillLoss, O> entry, double temperature) {
    try {
      return entry
          .make()
          .apply(entry.options().getDeclaredConstructor(double.class).newInstance(temperature));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(entry.name(), e);
    }
  }

  private static Divergence between(
      DistillLoss loss, NDManager scope, float[] student, float[] teacher) {
    Shape shape = new Shape(student.length / VOCABULARY, VOCABULARY);
    return loss.between(
        engine.kernels(), scope, scope.create(student, shape), scope.create(teacher, shape));
  }

  private static float[] valuesOf(DistillLoss loss, float[] student, float[] teacher) {
    try (NDManager scope = engine.scope()) {
      return between(loss, scope, student, teacher).values().toFloatArray();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void isZeroAtEqualityAndPositiveElsewhere(DistillLoss loss) {
    for (float value : valuesOf(loss, teacher, teacher)) {
      assertThat((double) value).isCloseTo(0, within(1e-6));
    }
    for (float value : valuesOf(loss, student, teacher)) {
      assertThat(value).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void itsGradientIsThatOfFiniteDifferences(DistillLoss loss) {
    float[] gradient;
    try (NDManager scope = engine.scope()) {
      gradient = between(loss, scope, student, teacher).gradient().toFloatArray();
    }
    float step = 1e-2f;
    for (int i = 0; i < student.length; i++) {
      float before = student[i];
      student[i] = before + step;
      double above = valuesOf(loss, student, teacher)[i / VOCABULARY];
      student[i] = before - step;
      double below = valuesOf(loss, student, teacher)[i / VOCABULARY];
      student[i] = before;
      assertThat((double) gradient[i]).isCloseTo((above - below) / (2 * step), within(1e-3));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void staysFiniteWhereProbabilitiesVanish(DistillLoss loss) {
    float[] far = teacher.clone();
    far[0] = -300;
    far[1] = 300;
    try (NDManager scope = engine.scope()) {
      Divergence divergence = between(loss, scope, far, teacher);
      for (float value : divergence.values().toFloatArray()) {
        assertThat(value).isFinite();
      }
      for (float value : divergence.gradient().toFloatArray()) {
        assertThat(value).isFinite();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void chunksAndTheWholeAgree(DistillLoss loss) {
    float[] whole = valuesOf(loss, student, teacher);
    for (int row = 0; row < N; row++) {
      int from = row * VOCABULARY;
      int to = from + VOCABULARY;
      float[] one =
          valuesOf(
              loss,
              java.util.Arrays.copyOfRange(student, from, to),
              java.util.Arrays.copyOfRange(teacher, from, to));
      assertThat((double) one[0]).isCloseTo(whole[row], within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void forwardKlIsTheGoldenOne(int temperature) {
    JsonNode golden =
        Traces.json(Traces.golden("distillation/divergences.json"))
            .get("temperature_" + temperature)
            .get("forward_kl");
    DistillLoss loss = new ForwardKl(new ForwardKl.Options(temperature));
    // the golden numbers are without the factor
    double square = temperature * temperature;
    try (NDManager scope = engine.scope();
        Safetensors file = Safetensors.open(Traces.golden("distillation/logits.safetensors"))) {
      Divergence divergence =
          loss.between(
              engine.kernels(),
              scope,
              logits(scope, file, "student_logits"),
              logits(scope, file, "teacher_logits"));
      checkValues(divergence.values().toFloatArray(), golden, square);
      checkGradient(divergence.gradient(), golden, square);
    }
  }

  /** (tokens, vocabulary). */
  private static NDArray logits(NDManager scope, Safetensors file, String name) {
    float[] values = new float[(int) file.entry(name).elements()];
    long width = file.entry(name).shape().get(2);
    file.bytes(name).asFloatBuffer().get(values);
    return scope.create(values, new Shape(values.length / width, width));
  }

  private static void checkValues(float[] values, JsonNode golden, double square) {
    int i = 0;
    for (JsonNode row : golden.get("per_token")) {
      for (JsonNode wanted : row) {
        assertThat(values[i++] / square).isCloseTo(wanted.doubleValue(), within(1e-5));
      }
    }
    assertThat(values).hasSize(i);
  }

  /** That of the mean over all tokens. */
  private static void checkGradient(NDArray gradient, JsonNode golden, double square) {
    double factor = gradient.getShape().get(0) * square;
    float[] values = gradient.toFloatArray();
    double sum = 0;
    for (float value : values) {
      sum += (value / factor) * (value / factor);
    }
    double norm = golden.get("grad_wrt_student_logits_of_mean_l2").doubleValue();
    assertThat(Math.sqrt(sum)).isCloseTo(norm, within(1e-4 * norm));
    for (int i = 0; i < 8; i++) {
      double wanted = golden.get("grad_wrt_student_logits_first8").get(i).doubleValue();
      assertThat(values[i] / factor).isCloseTo(wanted, within(1e-4 * Math.abs(wanted) + 1e-10));
    }
  }
}
