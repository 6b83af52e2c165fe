package bantam.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeReaderTest {
  @TempDir Path folder;
  private Examples examples;

  @BeforeEach
  void folder() {
    examples = new Examples(folder);
  }

  @Test
  void bindsValuesAndDefaults() {
    Pretrain recipe =
        (Pretrain) examples.read(Examples.PRETRAIN + "lr: 2e-3\nclip: 1\ndtype: bf16\n").recipe();
    assertThat(recipe.model())
        .isEqualTo(new Choice("llama", new Fakes.Llama(64, 2, Optional.empty(), true)));
    assertThat(recipe.training().train())
        .contains(new Choice("world", new Fakes.World(1000, 1, Fakes.Part.TRAIN)));
    assertThat(recipe.training().lr()).isEqualTo(0.002);
    assertThat(recipe.training().clip()).isEqualTo(1.0);
    assertThat(recipe.training().validation()).isEmpty();
    assertThat(recipe.common()).isEqualTo(new Common("r", "", 17, "auto", Common.Dtype.BF16, 0));
  }

  @Test
  void givesStagesTheirNamesAndThePipelinesCommonKeys() {
    Pipeline pipeline = (Pipeline) examples.read(Examples.PIPELINE).recipe();
    assertThat(pipeline.stages().keySet())
        .containsExactly("teacher", "small", "student", "adapted", "text", "score");
    assertThat(pipeline.stages().get("teacher").common())
        .isEqualTo(new Common("teacher", "", 5, "auto", Common.Dtype.F32, 0));
    assertThat(pipeline.stages().get("student").common().seed()).isEqualTo(6);
  }

  @Test
  void takesTextAsItIsWritten() {
    Pipeline pipeline = (Pipeline) examples.read(Examples.PIPELINE).recipe();
    assertThat(((Generate) pipeline.stages().get("text")).prompts())
        .containsExactly("Once upon", "a time\\n", "yes", "3");
    assertThat(pipeline.expect().get(2).below()).contains("2.5");
  }

  @Test
  void findsPathsFromTheFileThatHoldsThem() {
    examples.write("tasks/t.yaml", Examples.TASK);
    Document document = examples.read(Examples.PIPELINE.replace("./facts.yaml", "tasks/t.yaml"));
    assertThat(document.inputs().stream().map(Document.Located::input))
        .contains(
            new Input.File(folder.resolve("village.txt")),
            new Input.File(folder.resolve("tasks/facts.jsonl")));
  }

  @Test
  void tellsMissingInputsWithTheirPlaces() {
    Document document =
        examples.read(
            Examples.PRETRAIN.replace("train: world", "train: {use: text, path: a.txt}"),
            "validation={use: text, path: b.txt}");
    assertThatThrownBy(document::requireInputs)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "%1$s/r.yaml:5: train.path is %1$s/a.txt, which does not exist".formatted(folder))
        .hasMessageContaining(
            "\n--set validation={use: text, path: b.txt}: validation.path is %s, which does"
                .formatted(Path.of("b.txt").toAbsolutePath()));
    examples.write("a.txt", "text");
    examples.read(Examples.PRETRAIN).requireInputs();
  }

  @Test
  void namesTheNearestShippedRecipe() {
    List<String> shipped = Source.recipes().stream().map(Source.Shipped::name).toList();
    assertThat(shipped).contains("quickstart").doesNotHaveDuplicates().isSorted();
    assertThatThrownBy(() -> examples.read("extends: quikstart"))
        .hasMessage(
            folder
                + "/r.yaml:1: extends: no file and no shipped recipe is named 'quikstart'; did you"
                + " mean 'quickstart'? ("
                + String.join(", ", shipped)
                + ")");
    assertThatThrownBy(() -> Source.task("no_such_task_at_all"))
        .isInstanceOf(RecipeException.class)
        .hasMessageStartingWith("no file and no shipped task is named 'no_such_task_at_all'; ");
  }

  @Test
  void takesAPathForAPathAndANameForAName() {
    assertThat(Source.named("quickstart")).isInstanceOf(Source.Shipped.class);
    assertThat(Source.named("quickstart").text()).contains("kind: ");
    assertThat(Source.named("dir/quickstart")).isInstanceOf(Source.File.class);
    assertThatThrownBy(() -> Source.named("no.yaml").text())
        .isInstanceOf(InputException.class)
        .hasMessage("no.yaml does not exist; mend the path");
  }

  @Test
  void refusesAHugeFileAndABinaryOne() throws java.io.IOException {
    examples.write("r.yaml", "# " + "x".repeat(1 << 20));
    Source.File file = new Source.File(folder.resolve("r.yaml"));
    assertThatThrownBy(file::text)
        .isInstanceOf(RecipeException.class)
        .hasMessageEndingWith("r.yaml is larger than 1 MiB; a recipe is a small text file");
    java.nio.file.Files.write(file.path(), new byte[] {'a', ':', (byte) 0xff});
    assertThatThrownBy(file::text)
        .isInstanceOf(RecipeException.class)
        .hasMessageEndingWith("r.yaml is not UTF-8 text; save it as UTF-8");
  }
}
