package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupsTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      file(name, "name: %s\ndescription: d\nitems: world\n".formatted(name));
    }
    file("inner", "name: inner\ntasks: [a.yaml, b.yaml]\n");
    file("outer", "name: outer\ntasks: [inner.yaml, c.yaml]\nweight: tasks\n");
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".yaml"), text);
  }

  private Evaluate evaluate(String keys) throws IOException {
    file("r", "kind: evaluate\nname: r\nmodel: m\n" + keys);
    Source source = Source.named(folder.resolve("r.yaml").toString());
    return (Evaluate) new RecipeReader(Fakes.catalogues()).read(source, List.of()).recipe();
  }

  @Test
  void putsTheirTasksInTheirPlace() throws IOException {
    Evaluate recipe = evaluate("tasks: [outer.yaml]\n");
    assertThat(recipe.tasks()).extracting(Task::name).containsExactly("a", "b", "c");
    assertThat(recipe.groups()).extracting(Group::name).containsExactly("outer", "inner");
    assertThat(recipe.groups().get(0).weight()).isEqualTo(Group.Weight.TASKS);
    assertThat(recipe.groups().get(1).tasks()).containsExactly("a", "b");
    Selection selection =
        new RecipeReader(Fakes.catalogues()).select(folder.resolve("inner.yaml").toString());
    assertThat(selection.tasks()).extracting(Task::name).containsExactly("a", "b");
  }

  @Test
  void namesATaskOfSeveralGroupsOnce() throws IOException {
    file("outer", "name: outer\ntasks: [inner.yaml, c.yaml, inner.yaml]\n");
    assertThatThrownBy(() -> evaluate("tasks: [outer.yaml]\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("must name each task once");
    file("other", "name: other\ntasks: [c.yaml, a.yaml]\n");
    Evaluate recipe = evaluate("tasks: [inner.yaml, other.yaml]\n");
    assertThat(recipe.tasks()).extracting(Task::name).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "inner~name: inner\\ntasks: [outer.yaml]~outer.yaml:2: group outer is in itself",
        "inner~name: inner\\ntasks: [x.yaml]~inner.yaml:2: tasks: ",
        "inner~name: inner\\ntasks: [a.yaml]\\nmetrics: [f1]~groups is about f1 of inner; it must be",
        "inner~name: inner\\ntasks: []~tasks is []; it must name a task",
        "inner~name: inner\\ntask: [a.yaml]\\ntasks: [a.yaml]~unknown key 'task'",
        "inner~name: a\\ntasks: [a.yaml]~groups is 'a'; it must not be the name of a task",
      })
  void tellsWhatIsWrong(String name, String text, String message) throws IOException {
    file(name, text.replace("\\n", "\n"));
    assertThatThrownBy(() -> evaluate("tasks: [outer.yaml]\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(message);
  }

  @Test
  void areNotForTraining() throws IOException {
    RecipeReader reader = new RecipeReader(Fakes.catalogues());
    assertThatThrownBy(() -> reader.task(folder.resolve("inner.yaml").toString()))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("is a group; name one of its tasks");
  }
}
