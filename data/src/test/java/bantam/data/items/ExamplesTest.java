package bantam.data.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.prepare.Preparations;
import bantam.data.records.Records;
import bantam.recipes.Catalogue;
import bantam.recipes.Catalogues;
import bantam.recipes.InputException;
import bantam.recipes.RecipeException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which examples stand before an item. */
class ExamplesTest {
  private static final String TASK =
      """
      name: t
      description: a test
      metrics: [acc]
      items:
        use: records
        data: {use: jsonl, files: [items.jsonl]}
        prompt: 'q{{q}}'
        choices: ['yes', 'no']
      """;

  private record None() {}

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve("items.jsonl"), lines(0, 30));
    Files.writeString(directory.resolve("train.jsonl"), lines(100, 20));
  }

  private static String lines(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj("{\"q\": %d}\n"::formatted)
        .collect(Collectors.joining());
  }

  private Task task(String shots) throws IOException {
    Path file = Files.writeString(directory.resolve("t.yaml"), TASK + "shots: " + shots + "\n");
    Catalogue<String> metrics =
        Catalogue.of("metric", new Catalogue.Entry<>("acc", "", None.class, None::toString));
    return new RecipeReader(
            new Catalogues(List.of(Items.ALL, Records.ALL, Preparations.ALL, metrics)))
        .task(file.toString());
  }

  /** The questions of each item's examples. */
  private List<List<String>> examples(String shots) throws IOException {
    try (Stream<Item> items = Examples.items(task(shots))) {
      return items.map(item -> item.examples().stream().map(Item::question).toList()).toList();
    }
  }

  /** CPython 3.11: Random(1234).sample(range(20), 5) three times. */
  @Test
  void drawsAnewForEachItemFromAnotherFile() throws IOException {
    List<List<String>> found =
        examples("{count: 5, leave_out: nothing, from: {use: jsonl, files: [train.jsonl]}}");
    assertThat(found).hasSize(30);
    assertThat(found.get(0)).containsExactly("q114", "q103", "q100", "q102", "q101");
    assertThat(found.get(1)).containsExactly("q102", "q103", "q111", "q107", "q100");
    assertThat(found.get(2)).containsExactly("q100", "q119", "q111", "q115", "q114");
  }

  /** CPython 3.11: Random(1234).sample(range(30), 5); item 0 is among them, item 1 is not. */
  @Test
  void drawsOneMoreAndLeavesTheItemOut() throws IOException {
    List<List<String>> found = examples("{count: 4}");
    assertThat(found.get(0)).containsExactly("q24", "q14", "q3", "q2");
    assertThat(found.get(1)).containsExactly("q29", "q25", "q18", "q21");
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).hasSize(4).doesNotHaveDuplicates().doesNotContain("q" + i);
    }
  }

  @Test
  void takesTheFirstOnes() throws IOException {
    assertThat(examples("{count: 2, sampler: first-n, leave_out: nothing}"))
        .hasSize(30)
        .containsOnly(List.of("q0", "q1"));
    List<List<String>> apart = examples("{count: 2, sampler: first-n}");
    assertThat(apart.subList(0, 3))
        .containsExactly(List.of("q1", "q2"), List.of("q0", "q2"), List.of("q0", "q1"));
  }

  @Test
  void takesThoseThatTheTaskWrites() throws IOException {
    assertThat(
            examples(
                "{count: 2, sampler: first-n, from: {use: written, records: [{q: a}, {q: b}, {q: c}]}}"))
        .containsOnly(List.of("qa", "qb"));
  }

  @Test
  void hasNoneUnlessAsked() throws IOException {
    assertThat(examples("{}")).hasSize(30).containsOnly(List.of());
  }

  @Test
  void tellsThatThereAreTooFew() {
    assertThatThrownBy(() -> examples("{count: 30}"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "task t: shots: 30 examples are asked for, and there are only 30 to draw 31 from; ask"
                + " for fewer, or name more in shots.from");
    assertThatThrownBy(() -> examples("{count: 30, sampler: first-n}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("item 0 has only 29");
    assertThatThrownBy(() -> examples("{count: -1}"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("t.yaml:9: count is -1; it must be in [0, 1000]");
  }
}
