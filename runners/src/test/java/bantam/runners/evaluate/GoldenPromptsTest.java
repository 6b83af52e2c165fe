package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.data.filter.Filters;
import bantam.data.items.Item;
import bantam.data.items.Items;
import bantam.data.prepare.Preparations;
import bantam.data.records.Records;
import bantam.recipes.Catalogues;
import bantam.recipes.RecipeReader;
import bantam.recipes.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whole prompts of tasks whose answers are written, and what their filters make of an answer. */
class GoldenPromptsTest {
  private static final Catalogues CATALOGUES =
      new Catalogues(List.of(Items.ALL, Records.ALL, Preparations.ALL, Filters.ALL, Metrics.ALL));

  private static RecipeReader reader() {
    return new RecipeReader(CATALOGUES, Optional.of(Shared.path("data")));
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = GoldenPromptsTest.class.getResourceAsStream("prompts.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void asksAsTheReference() throws IOException {
    Map<String, Questions> asked = new HashMap<>();
    for (String line : lines()) {
      String[] words = line.split(" ", -1);
      Questions questions =
          asked.computeIfAbsent(
              words[0],
              name -> {
                Task task = reader().task(name).settled(Optional.empty());
                return new Questions(task, TaskItems.first(task, 3));
              });
      Item item = questions.items().get(Integer.parseInt(words[1]));
      assertThat(Hashes.of(questions.prompt(item))).as(line).isEqualTo(words[2]);
    }
    assertThat(asked).hasSize(2 * 27 + 2);
  }

  /** An answer that ends as the task's examples do is right, whatever the subtask. */
  @Test
  void findsRightAnswersInEveryShippedTask() throws IOException {
    for (String name : names("bbh_cot_zeroshot_")) {
      Task task = reader().task(name).settled(Optional.empty());
      List<Item> items = TaskItems.first(task, 40);
      List<Answer> answers =
          items.stream().map(item -> answer(item, "So the answer is %s.")).toList();
      Metric metric = Metrics.ALL.make(task.metrics().get(0));
      Pipelines.filtered(task, answers)
          .forEach(
              (filter, filtered) ->
                  assertThat(metric.of(filtered).value()).as(name + " " + filter).isEqualTo(1));
    }
  }

  private static Stream<String> all() throws IOException {
    return lines().stream().map(line -> line.substring(0, line.indexOf(' '))).distinct();
  }

  private static List<String> names(String start) throws IOException {
    return all().filter(name -> name.startsWith(start)).toList();
  }

  private static Answer answer(Item item, String form) {
    return new Answer(
        List.of(
            ExactMatchTest.answer(
                0,
                form.formatted(item.choices().get(0)),
                item.choices().get(0),
                List.of(),
                item.offered())));
  }
}
