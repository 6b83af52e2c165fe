package bantam.data.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Shared;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlItemsTest {
  private static final String GOOD = "{\"query\": \"q\", \"choices\": [\"a\", \"b\"], \"gold\": 1}";

  @TempDir Path directory;

  private static JsonlItems items(Path file, String sha256) {
    return new JsonlItems(
        new JsonlItems.Options(
            new Input.File(file),
            "query",
            "choices",
            "gold",
            Optional.of(sha256).filter(hex -> !hex.isEmpty())));
  }

  /** The counts that the files' README gives. */
  @Test
  void readsRealBenchmarks() {
    Map<String, Integer> counts =
        Map.of(
            "arc_easy",
            2376,
            "arc_challenge",
            1172,
            "piqa",
            1838,
            "copa",
            100,
            "openbook_qa",
            500,
            "commonsense_qa",
            1221,
            "logi_qa",
            651);
    counts.forEach(
        (name, count) -> {
          Path file = Shared.path("data/benchmarks/llm-foundry-eval/" + name + ".jsonl");
          assertThat(items(file, "").items()).hasSize(count);
        });
    JsonlItems copa = items(Shared.path("data/benchmarks/llm-foundry-eval/copa.jsonl"), "");
    assertThat(copa.chance()).isEqualTo(0.5);
    assertThat(copa.items().findFirst())
        .hasValue(
            new Item(
                "0",
                "The man turned on the faucet, therefore",
                List.of("the toilet filled with water.", "water flowed from the spout."),
                1));
  }

  @Test
  void chanceIsTheMeanOverItems() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("x.jsonl"), GOOD + "\n" + GOOD.replace("\"b\"", "\"b\",\"c\",\"d\""));
    assertThat(items(file, "").chance()).isEqualTo(0.375);
  }

  @Test
  void namesLineAndFault() throws IOException {
    assertFails("", "x.jsonl: holds no item");
    assertFails(GOOD + "\n{", "x.jsonl:2: is not JSON");
    assertFails(
        GOOD + "\n\n" + GOOD.replace("1}", "2}"),
        "x.jsonl:3: 'gold' is 2; it must be a whole number from 0 to 1");
    assertFails(GOOD.replace("1}", "-1}"), "'gold' is -1");
    assertFails(GOOD.replace("1}", "1.0}"), "'gold' is 1.0");
    assertFails(GOOD.replace("1}", "\"b\"}"), "'gold' is \"b\"");
    assertFails(GOOD.replace("\"a\"", "\"\""), "'choices' holds an empty choice");
    assertFails(GOOD.replace("\"a\"", "7"), "'choices' holds 7; it must hold strings");
    assertFails(GOOD.replace("\"a\", ", ""), "must be a list of two or more choices");
    assertFails(GOOD.replace("[\"a\", \"b\"]", "[]"), "must be a list of two or more choices");
    assertFails(
        GOOD.replace("query", "question"),
        "no field 'query'; its fields are question, choices, gold");
    assertFails(GOOD.replace("\"q\"", "null"), "'query' holds null");
  }

  private void assertFails(String content, String message) throws IOException {
    Path file = Files.writeString(directory.resolve("x.jsonl"), content);
    assertThatThrownBy(() -> items(file, "").items())
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAnotherFileThanTheTaskNames() throws IOException {
    Path file = Files.writeString(directory.resolve("x.jsonl"), GOOD);
    String sha256 = "0".repeat(64);
    assertThatThrownBy(() -> items(file, sha256).items())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its sha256 is")
        .hasMessageContaining(sha256);
    assertThatThrownBy(() -> items(directory.resolve("y.jsonl"), sha256).items())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("y.jsonl");
  }
}
