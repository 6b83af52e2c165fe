package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bantam.data.items.Item;
import bantam.data.items.Items;
import bantam.recipes.RecipeReader;
import bantam.recipes.Schema;
import bantam.recipes.Selection;
import bantam.recipes.Task;
import bantam.runners.pipeline.Inputs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ships is right: every recipe and every task, also those that will be added. */
class ShippedTest {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Schema.json(AllCatalogues.all()));

  private static List<Path> recipes() throws IOException {
    return yaml("recipes/library");
  }

  private static List<Path> tasks() throws IOException {
    return yaml("recipes/tasks");
  }

  private static List<Path> yaml(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Project.root().resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replace(".yaml", "");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeIsInTheSchemaAndChecks(Path file) throws IOException {
    JsonNode tree = new YAMLMapper().readTree(file.toFile());
    assertThat(SCHEMA.validate(tree)).isEmpty();
    assertThat(tree.path("name").asText()).isEqualTo(stem(file));
    // A recipe for files of the user's can lack nothing but these.
    Cli check = Cli.call("check", stem(file));
    assertThat(check.err().lines())
        .allMatch(line -> line.contains("which does not exist; relative paths start"));
    assertThat(check.code()).isEqualTo(check.err().isEmpty() ? 0 : Exit.INPUT.code());
  }

  /** As in the reference, a task's filters are its own and not those of what it extends, too. */
  @Test
  void everyTaskHasItsOwnPipelines() throws IOException {
    RecipeReader reader = new RecipeReader(AllCatalogues.all());
    assertThat(reader.task("gsm8k").filters()).containsOnlyKeys("strict-match", "flexible-extract");
    assertThat(reader.task("gsm8k_cot").filters())
        .containsOnlyKeys("strict-match", "flexible-extract");
    assertThat(reader.task("gsm8k_cot_self_consistency").filters())
        .containsOnlyKeys("score-first", "maj@64", "maj@8");
    for (Path file : tasks()) {
      if (stem(file).startsWith("bbh_cot_zeroshot_")) {
        assertThat(reader.task(stem(file)).filters())
            .containsOnlyKeys("flexible-extract", "strict-match");
      }
    }
  }

  /** Those about files are looked at where the data lie beside the project. */
  @ParameterizedTest
  @MethodSource("tasks")
  void everyTaskHasItems(Path file) {
    assertThat(Cli.call("show", "task", stem(file)).code()).isZero();
    Path data = Path.of(System.getProperty("bantam.shared", "../shared"), "data");
    Selection selection =
        new RecipeReader(AllCatalogues.all(), Optional.of(data)).select(stem(file));
    if (!selection.groups().isEmpty()) {
      assertThat(selection.groups().get(0).name()).isEqualTo(stem(file));
      assertThat(selection.groups().get(0).tasks()).hasSameSizeAs(selection.tasks());
      return;
    }
    Task task = selection.tasks().get(0);
    assertThat(task.name()).isEqualTo(stem(file));
    assumeTrue(
        Inputs.of(task).stream().allMatch(input -> Files.exists(input.path())), "no ../shared");
    try (Stream<Item> items = Items.ALL.make(task.items()).items()) {
      List<Item> all = items.toList();
      assertThat(all).hasSizeGreaterThanOrEqualTo(60);
      assertThat(all.stream().map(Item::id)).doesNotHaveDuplicates();
    }
  }
}
