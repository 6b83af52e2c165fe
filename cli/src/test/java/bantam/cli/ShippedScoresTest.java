package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bantam.recipes.RecipeReader;
import bantam.recipes.Source;
import bantam.recipes.Task;
import bantam.runners.pipeline.Inputs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every shipped task whose data lie beside the project, on a real model. */
class ShippedScoresTest {
  @TempDir Path folder;

  private static Path shared(String name) {
    Path path = Path.of(System.getProperty("bantam.shared", "../shared"), name);
    assumeTrue(Files.exists(path), "no ../shared");
    return path;
  }

  /** One run over all, so that the model is loaded once. */
  @Test
  void allTasksScore() throws IOException {
    Path data = shared("data");
    RecipeReader reader = new RecipeReader(AllCatalogues.all(), Optional.of(data));
    List<String> tasks =
        Source.tasks().stream()
            .map(Source.Shipped::name)
            .filter(name -> reader.select(name).groups().isEmpty())
            .filter(
                name ->
                    Inputs.of(reader.select(name).tasks().get(0).settled(Optional.empty())).stream()
                        .allMatch(input -> Files.exists(input.path())))
            // whole articles and long answers of a model that never ends take minutes
            .filter(name -> !name.matches("wikitext|tinystories"))
            .filter(
                name -> reader.select(name).tasks().get(0).output() != Task.Output.GENERATE_UNTIL)
            .toList();
    Cli cli =
        Cli.call(
            "evaluate",
            shared("reference/golden/stories260K").toString(),
            "--tasks",
            String.join(",", tasks),
            "--limit",
            "2",
            "--data",
            data.toString(),
            "--runs",
            folder.toString(),
            "--format",
            "json",
            "--quiet");
    assertThat(cli.code()).as(cli.err()).isZero();
    JsonNode scores = new JsonMapper().readTree(cli.out()).get("scores");
    assertThat(scores.findValuesAsText("task")).containsAll(tasks);
    for (JsonNode score : scores) {
      assertThat(score.get("value").doubleValue()).as(score.toString()).isFinite();
      assertThat(score.get("n").intValue()).isEqualTo(2);
    }
  }
}
