package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Group;
import bantam.results.Row;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GroupScoresTest {
  private static Group group(Group.Weight weight, List<String> tasks) {
    return new Group("g", 2, "", tasks, List.of("acc"), weight);
  }

  private static Row.Score score(String task, double value, double stderr, long n) {
    OptionalDouble known =
        Double.isNaN(stderr) ? OptionalDouble.empty() : OptionalDouble.of(stderr);
    return new Row.Score(
        "run",
        task,
        1,
        "none",
        Row.Score.ALL,
        3,
        "acc",
        value,
        known,
        "sd/sqrt(n)",
        n,
        true,
        OptionalDouble.of(0.5));
  }

  /** By hand: the root of (99·100·0.05² + 39·40·0.07²) / (140 − 2) / 140 */
  @Test
  void poolsByItemsOrByTasks() {
    List<Row.Score> parts =
        List.of(score("a", 0.5, 0.05, 100), score("b", 0.25, 0.07, 40), score("c", 1, 0, 9));
    List<String> names = List.of("a", "b");
    Row.Score items = GroupScores.of("run", group(Group.Weight.ITEMS, names), parts).get(0);
    assertThat(items.task()).isEqualTo("g");
    assertThat(items.version()).isEqualTo(2);
    assertThat(items.shots()).isEqualTo(3);
    assertThat(items.n()).isEqualTo(140);
    assertThat(items.value()).isCloseTo(0.6 / 1.4, within(1e-12));
    double variance = (99 * 100 * 0.0025 + 39 * 40 * 0.0049) / 138 / 140;
    assertThat(items.stderr().orElseThrow()).isCloseTo(Math.sqrt(variance), within(1e-12));
    assertThat(items.stderrMethod()).isEqualTo("pooled");
    assertThat(items.chance()).hasValue(0.5);
    Row.Score tasks = GroupScores.of("run", group(Group.Weight.TASKS, names), parts).get(0);
    assertThat(tasks.value()).isEqualTo(0.375);
    assertThat(tasks.stderr()).isEqualTo(items.stderr());
  }

  @Test
  void poolsWhatIsAskedInsteadOfWhatItNames() {
    List<String> names = List.of("a", "b");
    List<Row.Score> parts = List.of(score("a", 1, 0.1, 5), score("b", 0, 0.1, 5));
    List<String> named = group(Group.Weight.ITEMS, names).metrics();
    Group other = new Group("g", 2, "", names, List.of("other"), Group.Weight.ITEMS);
    assertThat(GroupScores.of("run", other, parts)).isEmpty();
    assertThat(GroupScores.of("run", other, named, parts)).hasSize(1);
  }

  @Test
  void hasNoErrorWhereATaskHasNone() {
    List<Row.Score> parts = List.of(score("a", 1, 0.1, 5), score("b", 0, Double.NaN, 1));
    Row.Score found =
        GroupScores.of("run", group(Group.Weight.ITEMS, List.of("a", "b")), parts).get(0);
    assertThat(found.stderr()).isEmpty();
    assertThat(found.stderrMethod()).isEqualTo("none");
  }

  @Test
  void leavesOutWhatATaskLacks() {
    List<Row.Score> parts = List.of(score("a", 1, 0.1, 5));
    assertThat(GroupScores.of("run", group(Group.Weight.ITEMS, List.of("a", "b")), parts))
        .isEmpty();
  }

  @Test
  void poolsAsTheReference() {
    JsonNode all = Shared.json("reference/golden/lm-eval-pure-functions.json").get("group");
    check(all, "values", "weighted", "unweighted", "pooled");
    JsonNode more = Shared.json("reference/golden/scoring/pure_functions.json").get("aggregate");
    check(more, "metrics", "aggregate_weighted", "aggregate_unweighted", "pooled_sample_stderr");
  }

  private static void check(
      JsonNode golden, String values, String weighted, String unweighted, String pooled) {
    List<Row.Score> parts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < golden.get(values).size(); i++) {
      names.add("t" + i);
      parts.add(
          score(
              "t" + i,
              golden.get(values).get(i).doubleValue(),
              golden.get("stderrs").get(i).doubleValue(),
              golden.get("sizes").get(i).longValue()));
    }
    Row.Score items = GroupScores.of("run", group(Group.Weight.ITEMS, names), parts).get(0);
    Row.Score tasks = GroupScores.of("run", group(Group.Weight.TASKS, names), parts).get(0);
    assertThat(items.value()).isCloseTo(golden.get(weighted).doubleValue(), within(1e-12));
    assertThat(tasks.value()).isCloseTo(golden.get(unweighted).doubleValue(), within(1e-12));
    assertThat(items.stderr().orElseThrow())
        .isCloseTo(golden.get(pooled).doubleValue(), within(1e-12));
  }
}
