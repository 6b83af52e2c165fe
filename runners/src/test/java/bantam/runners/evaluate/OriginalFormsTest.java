package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.data.items.Items;
import bantam.data.prepare.Preparations;
import bantam.data.records.Records;
import bantam.recipes.Catalogues;
import bantam.recipes.Choice;
import bantam.recipes.RecipeReader;
import bantam.recipes.Shots;
import bantam.recipes.Task;
import bantam.runners.evaluate.Pairs.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shipped tasks on files in a benchmark's own form, which those that are pinned do not have. */
class OriginalFormsTest {
  private static final String ARC =
      """
      {"id": "a", "question": "What is ice?", "choices": {"text": ["water", "sand"], "label": ["A", "B"]}, "answerKey": "A"}
      {"id": "b", "question": "What barks?", "choices": {"text": ["cats", "dogs"], "label": ["1", "2"]}, "answerKey": "2"}
      {"id": "c", "question": "What burns?", "choices": {"text": ["wood", "iron"], "label": ["A", "B"]}, "answerKey": "A"}
      """;

  @TempDir Path folder;

  private Task task(String name, String data, String more) throws IOException {
    Path file = Files.writeString(folder.resolve("items.jsonl"), data);
    Path yaml =
        Files.writeString(
            folder.resolve("task.yaml"),
            "extends: %s\nitems: {data: {use: jsonl, files: [%s], sha256: []}}\n%s"
                .formatted(name, file, more));
    return reader().task(yaml.toString());
  }

  private static RecipeReader reader() {
    return new RecipeReader(
        new Catalogues(List.of(Items.ALL, Records.ALL, Preparations.ALL, Metrics.ALL)));
  }

  private static List<Texts> requests(Task task) {
    return new Questions(task, TaskItems.first(task, 0)).requests();
  }

  private static final List<String> EXAMPLES =
      List.of(
          "Question: What is ice?\nAnswer: water\n\n",
          "Question: What barks?\nAnswer: dogs\n\n",
          "Question: What burns?\nAnswer: wood\n\n");

  /**
   * With a test split there is no second look: CPython's Random(1234) draws sample(range(3), 2) as
   * below for three items.
   */
  @Test
  void drawsExamplesOfArcFromATrainFile() throws IOException {
    String items =
        IntStream.range(0, 3)
            .mapToObj(
                i -> "{\"query\": \"Question: q%d\", \"choices\": [\"x\", \"y\"], \"gold\": 0}%n")
            .reduce("", String::concat)
            .formatted(0, 1, 2);
    Choice train =
        reader().records("--shots-from", Files.writeString(folder.resolve("train.jsonl"), ARC));
    Task task = task("arc_easy", items, "").withExamples(train).settled(Optional.of(2));
    int[][] drawn = {{1, 0}, {0, 2}, {2, 0}};
    for (int i = 0; i < 3; i++) {
      Texts asked = requests(task).get(2 * i);
      String before = EXAMPLES.get(drawn[i][0]) + EXAMPLES.get(drawn[i][1]);
      assertThat(asked).isEqualTo(new Texts(before + "Question: q" + i + "\nAnswer:", " x"));
    }
  }

  /** Its own items: sample(range(3), 3) is drawn, and the item itself is left out. */
  @Test
  void leavesOwnItemsOutOfTheirExamples() throws IOException {
    Task task = task("arc_easy", ARC, "").settled(Optional.of(2));
    assertThat(task.shots().leaveOut()).isEqualTo(Shots.LeaveOut.OWN);
    List<Texts> asked = requests(task);
    int[][] drawn = {{1, 0, 2}, {0, 2, 1}, {0, 1, 2}};
    for (int i = 0; i < 3; i++) {
      int self = i;
      String before =
          IntStream.of(drawn[i])
              .filter(one -> one != self)
              .mapToObj(EXAMPLES::get)
              .reduce("", String::concat);
      assertThat(asked.get(2 * i).context()).startsWith(before + "Question: What");
    }
  }

  @Test
  void readsWhatUsersHave() throws IOException {
    assertThat(
            requests(
                task(
                    "openbookqa",
                    "{\"question_stem\": \"Fog is\", \"choices\": {\"text\": [\"wet\", \"dry\"], \"label\": [\"A\", \"B\"]}, \"answerKey\": \" B\"}\n",
                    "")))
        .containsExactly(new Texts("Fog is", " wet"), new Texts("Fog is", " dry"));
    Task piqa =
        task(
            "piqa",
            "{\"goal\": \"Boil water\", \"sol1\": \"heat it\", \"sol2\": \"cool it\", \"label\": 0}\n",
            "");
    assertThat(requests(piqa))
        .containsExactly(
            new Texts("Question: Boil water\nAnswer:", " heat it"),
            new Texts("Question: Boil water\nAnswer:", " cool it"));
    Task boolq =
        task("boolq", "{\"passage\": \"P.\", \"question\": \"is it\", \"label\": 1}\n", "");
    assertThat(TaskItems.first(boolq, 0).get(0).gold()).isEqualTo(1);
    Task hellaswag =
        task(
            "hellaswag",
            "{\"activity_label\": \"Ice\", \"ctx_a\": \"A man\", \"ctx_b\": \"then\", \"endings\": [\"runs.\", \"[step] sits.\"], \"label\": \"1\"}\n",
            "");
    assertThat(requests(hellaswag))
        .containsExactly(
            new Texts("Ice: A man Then", " runs."), new Texts("Ice: A man Then", "  sits."));
  }
}
