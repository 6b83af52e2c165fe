package bantam.runners.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.recipes.Distill;
import bantam.recipes.InputException;
import bantam.recipes.Pretrain;
import bantam.results.Row;
import bantam.results.TableReader;
import bantam.runners.Outcome;
import bantam.runners.StopSignal;
import bantam.runners.train.Lab;
import bantam.runners.train.PretrainRunner;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of tiny models. */
class DistillRunnerTest {
  private static final String COMMON =
      """
      name: tiny
      device: cpu
      dtype: f32
      threads: 1
      train: {use: text, path: train.txt}
      steps: 30
      batch_size: 4
      context: 24
      lr: 0.02
      log_every: 5
      """;
  private static final String TEACHER =
      """
      kind: pretrain
      model: {use: llama, hidden: 16, layers: 2, heads: 2, kv_heads: 1, ffn: 24}
      tokenizer: {use: bpe, vocab_size: 300}
      """;
  private static final String STUDENT =
      """
      kind: distill
      teacher: teacher/model
      student: {use: llama, hidden: 8, layers: 1, heads: 2, ffn: 12}
      loss: {use: forward-kl, temperature: 2}
      mix: 0.5
      validation: {use: text, path: train.txt}
      """;

  @TempDir private Path temporary;

  @BeforeEach
  void trainATeacher() {
    Lab.text(temporary, "train.txt", 1, 200);
    pretrain("teacher");
  }

  private void pretrain(String directory, String... overrides) {
    Pretrain recipe = Lab.recipe(Pretrain.class, temporary, TEACHER + COMMON, overrides);
    new PretrainRunner().run(recipe, Lab.context(temporary.resolve(directory), new StopSignal()));
  }

  private Outcome distill(String... overrides) {
    Distill recipe = Lab.recipe(Distill.class, temporary, STUDENT + COMMON, overrides);
    return new DistillRunner()
        .run(recipe, Lab.context(temporary.resolve("student"), new StopSignal()));
  }

  private List<Double> values(String metric) {
    return TableReader.read(temporary.resolve("student"), Row.Metric.class).stream()
        .filter(row -> row.split().equals("train") && row.metric().equals(metric))
        .map(Row.Metric::value)
        .toList();
  }

  @Test
  void aStudentComesCloserToItsTeacher() {
    Outcome outcome = distill();
    List<Double> divergence = values("distill.forward_kl");
    List<Double> cross = values("cross_entropy");
    assertThat(divergence).hasSize(6);
    assertThat(divergence.get(5)).isLessThan(0.8 * divergence.get(0));
    assertThat(cross.get(5)).isLessThan(cross.get(0));
    for (int i = 0; i < 6; i++) {
      double mixed = (divergence.get(i) + cross.get(i)) / 2;
      assertThat(values("loss").get(i))
          .isCloseTo(mixed, org.assertj.core.api.Assertions.within(1e-9));
    }
    assertThat(outcome.outputs().get("model").resolve("tokenizer.json")).exists();
    assertThat(outcome.flops().total())
        .isGreaterThan(6.0 * outcome.parameters() * outcome.tokens() / 2);
  }

  @Test
  void aCopyOfTheTeacherHasNothingToLearnFromIt() {
    distill(
        "student={use: checkpoint, path: %s}".formatted(temporary.resolve("teacher/model")),
        "mix=1",
        "steps=2",
        "log_every=1");
    assertThat(values("distill.forward_kl").get(0)).isBetween(-1e-6, 1e-6);
    assertThat(values("gradient_norm").get(0)).isLessThan(1e-6);
  }

  @Test
  void refusesAStudentWithAnotherTokenizer() {
    Lab.text(temporary, "train.txt", 9, 30);
    pretrain("other", "steps=1", "tokenizer={use: bpe, vocab_size: 290}");
    String other =
        "student={use: checkpoint, path: %s}".formatted(temporary.resolve("other/model"));
    assertThatThrownBy(() -> distill(other))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the student's tokenizer is not the teacher's")
        .hasMessageContaining("both models must use one tokenizer");
  }
}
