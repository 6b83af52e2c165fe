package bantam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Benchmark items in a training text, without a recipe file. */
class AuditTest {
  private static final String TASK =
      """
      name: ships
      description: Where ships go.
      items:
        use: records
        data: {use: jsonl, files: [ships.jsonl]}
        prompt: "Q: {{q}}\\nA:"
        choices: ['{{yes}}', '{{no}}']
      """;

  private static final String ITEMS =
      """
      {"q": "Where did the old grey ship from the north go in the spring", "yes": "to the south", "no": "home"}
      {"q": "Where did the small red ship from the south go in the spring", "yes": "to the north", "no": "home"}
      {"q": "Who sails the boat at night", "yes": "Anna", "no": "Tom"}
      {"q": "Who", "yes": "Anna", "no": "Tom"}
      """;

  /** The first item as it is printed elsewhere, and the third, which has 8 words. */
  private static final String TEXT =
      """
      Once upon a time.

      They asked: \u201cWHERE did the old, grey ship from the north go in the spring?\u201d A: To the south!

      q who sails the boat at night a -- Anna
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("ships.yaml"), TASK);
    Files.writeString(folder.resolve("ships.jsonl"), ITEMS);
    Files.writeString(folder.resolve("text.txt"), TEXT);
  }

  private Cli audit(String text, String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("audit", folder.resolve(text).toString()));
    words.add(folder.resolve("ships.yaml").toString());
    words.addAll(List.of("--runs", folder.resolve("runs").toString(), "--quiet"));
    words.addAll(List.of(more));
    return Cli.call(words.toArray(String[]::new));
  }

  private JsonNode json(Cli cli) throws IOException {
    assertThat(cli.code()).as(cli.err()).isZero();
    return new JsonMapper().readTree(cli.out());
  }

  @Test
  void countsAndShowsWhatStandsInTheText() throws IOException {
    JsonNode summary = json(audit("text.txt", "--format", "json")).get(0);
    assertThat(summary.get("task").textValue()).isEqualTo("ships");
    assertThat(summary.get("items").intValue()).isEqualTo(4);
    assertThat(summary.get("contaminated").intValue()).isEqualTo(2);
    assertThat(summary.get("too_short").intValue()).isEqualTo(1);
    String runs = folder.resolve("runs").toString();
    JsonNode rows = json(Cli.call("table", "audit:overlaps", "--runs", runs, "--format", "json"));
    // Q, 13 words, A, 3 words: of 6 sequences those without Q; "asked" stands before them
    JsonNode first = rows.get(0);
    assertThat(first.get("sequences").intValue()).isEqualTo(6);
    assertThat(first.get("found").intValue()).isEqualTo(5);
    assertThat(first.get("document").intValue()).isEqualTo(1);
    assertThat(first.get("word").intValue()).isEqualTo(2);
    assertThat(first.get("text").textValue())
        .isEqualTo("where did the old grey ship from the north go in the spring");
    assertThat(rows.get(1).get("contaminated").booleanValue()).isFalse();
    assertThat(rows.get(1).get("document").isNull()).isTrue();
    assertThat(rows.get(2).get("ngram").intValue()).isEqualTo(9);
    assertThat(rows.get(2).get("contaminated").booleanValue()).isTrue();
    assertThat(rows.get(3).get("contaminated").isNull()).isTrue();
  }

  @Test
  void isTheRunOfARecipe() throws IOException {
    Cli printed = audit("text.txt", "--ngram", "17", "--print-recipe");
    assertThat(printed.out()).startsWith("kind: audit\n").contains("ngram: 17");
    Path recipe = Files.writeString(folder.resolve("audit.yaml"), printed.out());
    String runs = folder.resolve("runs").toString();
    Cli run = Cli.call("run", recipe.toString(), "--runs", runs, "--quiet", "--format", "json");
    assertThat(json(run).get(0).get("contaminated").intValue()).isEqualTo(2);
    assertThat(audit("text.txt", "--ngram", "17", "--format", "json").out()).isEqualTo(run.out());
  }

  @Test
  void givesAnEvaluationItsFindings() {
    assertThat(audit("text.txt").code()).isZero();
    Cli cli = evaluate("audit");
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("audit: " + folder.resolve("runs")).contains("overlaps.arrow");
    assertThat(error(3, evaluate(folder.toString())))
        .contains("--audit: there is no " + folder.resolve("overlaps.arrow"));
  }

  private Cli evaluate(String audit) {
    String[] words = {
      "evaluate", "model/dir", "--tasks", folder.resolve("ships.yaml").toString(), "--print-recipe"
    };
    String[] more = {"--audit", audit, "--runs", folder.resolve("runs").toString(), "--quiet"};
    return Cli.call(Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void tellsWhatIsWrongInOneLine() {
    assertThat(error(3, audit("none.txt"))).contains("none.txt");
    assertThat(error(2, audit("text.txt", "--ngram", "3"))).contains("ngram is 3; it must");
    String text = folder.resolve("text.txt").toString();
    assertThat(error(2, Cli.call("audit", text, "helaswag", "--quiet")))
        .contains("'helaswag'; did you mean 'hellaswag'?");
    assertThat(error(3, Cli.call("audit", text, "piqa", "--data", folder.toString())))
        .contains("task piqa: there is no " + folder);
  }

  private static String error(int code, Cli cli) {
    assertThat(cli.code()).as(cli.err()).isEqualTo(code);
    assertThat(cli.err().strip().lines()).hasSize(1);
    assertThat(cli.out()).isEmpty();
    return cli.err();
  }
}
