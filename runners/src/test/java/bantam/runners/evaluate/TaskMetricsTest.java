package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Choice;
import bantam.recipes.InputException;
import bantam.recipes.Task;
import bantam.results.Row;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {
  @Test
  void takesTheLikeliestChoiceAndTheLikeliestPerCharacter() {
    List<Row.Sample> samples =
        List.of(
            sample("a", 0, -4, 10, false),
            sample("a", 1, -3, 2, true),
            sample("b", 0, -9, 3, false),
            sample("b", 1, -10, 5, true),
            sample("b", 2, -12, 3, false));
    List<Row.Score> scores = TaskMetrics.scores("run", task(3), samples);
    assertThat(scores).extracting(Row.Score::metric).containsExactly("acc", "acc_norm");
    assertThat(scores.get(0).value()).isEqualTo(0.5);
    assertThat(scores.get(0).stderr().orElseThrow()).isCloseTo(0.5, within(1e-12));
    assertThat(scores.get(1).value()).isEqualTo(0.5);
    assertThat(scores.get(0).n()).isEqualTo(2);
    assertThat(scores.get(0).version()).isEqualTo(3);
    assertThat(scores.get(0).chance().orElseThrow())
        .isCloseTo((1 / 2. + 1 / 3.) / 2, within(1e-12));
  }

  @Test
  void takesTheFirstChoiceAtATie() {
    List<Row.Sample> samples = List.of(sample("a", 0, -4, 2, true), sample("a", 1, -4, 2, false));
    assertThat(TaskMetrics.scores("run", task(1), samples).get(0).value()).isEqualTo(1);
  }

  @Test
  void tellsNoErrorOfOneItem() {
    List<Row.Sample> samples = List.of(sample("a", 0, -4, 2, true), sample("a", 1, -5, 2, false));
    Row.Score score = TaskMetrics.scores("run", task(1), samples).get(0);
    assertThat(score.stderr()).isEmpty();
    assertThat(score.stderrMethod()).isEqualTo("none");
  }

  @Test
  void refusesTwoItemsOfOneName() {
    List<Row.Sample> samples =
        List.of(
            sample("a", 0, -4, 2, true),
            sample("a", 1, -5, 2, false),
            sample("a", 0, -4, 2, true),
            sample("a", 1, -5, 2, false));
    assertThatThrownBy(() -> TaskMetrics.scores("run", task(1), samples))
        .isInstanceOf(InputException.class)
        .hasMessage("task task: two items have the id 'a'; ids must differ");
  }

  private static Task task(int version) {
    return SomeTasks.of("task", version, new Choice("none", new Metrics.Options()), "");
  }

  private static Row.Sample sample(
      String item, int choice, double nats, int chars, boolean correct) {
    return new Row.Sample(
        "run",
        "task",
        item,
        "",
        Optional.empty(),
        "",
        "",
        choice,
        nats,
        false,
        1,
        1,
        chars,
        chars,
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.of(correct));
  }
}
