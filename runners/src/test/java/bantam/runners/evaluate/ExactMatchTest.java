package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.filter.Filters;
import bantam.data.items.Items;
import bantam.data.prepare.Preparations;
import bantam.data.records.Records;
import bantam.recipes.Catalogues;
import bantam.recipes.RecipeException;
import bantam.recipes.RecipeReader;
import bantam.recipes.Task;
import bantam.results.Row;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Written answers and right ones, against lm-evaluation-harness 4e7e0d47. */
class ExactMatchTest {
  private static final String FUNCTIONS = "reference/golden/scoring/pure_functions.json";
  private static final String MORE = "reference/golden/lm-eval-pure-functions.json";

  @TempDir Path directory;

  /** A written answer to item 0. */
  static Row.Sample answer(int repeat, String text, String right, List<String> alternatives) {
    return answer(repeat, text, right, alternatives, List.of());
  }

  static Row.Sample answer(
      int repeat, String text, String right, List<String> alternatives, List<String> offered) {
    return new Row.Sample(
        "run",
        "t",
        "0",
        "",
        Optional.empty(),
        "",
        "",
        repeat,
        -1,
        true,
        1,
        1,
        1,
        1,
        1,
        Optional.of(text),
        Optional.of(right),
        Optional.empty(),
        alternatives,
        offered,
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }

  private static double score(ExactMatch.Options options, Row.Sample... answers) {
    return new ExactMatch(options).of(List.of(new Answer(List.of(answers)))).value();
  }

  @Test
  void comparesAsTheReference() {
    JsonNode golden = Shared.json(FUNCTIONS).get("exact_match");
    for (JsonNode one : golden.get("cases")) {
      JsonNode given = one.get("options");
      List<String> regexes = new ArrayList<>();
      given.path("regexes_to_ignore").forEach(regex -> regexes.add(regex.textValue()));
      ExactMatch.Options options =
          new ExactMatch.Options(
              regexes,
              given.path("ignore_case").booleanValue(),
              given.path("ignore_punctuation").booleanValue(),
              given.path("ignore_numbers").booleanValue());
      for (int i = 0; i < one.get("per_item").size(); i++) {
        String text = golden.get("predictions").get(i).textValue();
        String right = golden.get("references").get(i).textValue();
        assertThat(score(options, answer(0, text, right, List.of())))
            .isEqualTo(one.get("per_item").get(i).doubleValue());
      }
    }
  }

  @Test
  void comparesGsm8kAsTheReference() {
    ExactMatch.Options options =
        new ExactMatch.Options(List.of(",", "\\$", "(?s).*#### ", "\\.$"), true, false, false);
    for (JsonNode one : Shared.json(MORE).get("gsm8k_exact_match")) {
      Row.Sample sample = answer(0, one.get(0).textValue(), one.get(1).textValue(), List.of());
      assertThat(score(options, sample)).isEqualTo(one.get(2).doubleValue());
    }
  }

  @Test
  void takesAnyRightAnswerAndTheShareOfSeveral() {
    ExactMatch.Options plain = new ExactMatch.Options(List.of(), false, false, false);
    assertThat(score(plain, answer(0, "b", "a", List.of("c", "b")))).isEqualTo(1);
    assertThat(
            score(
                plain,
                answer(0, "a", "a", List.of()),
                answer(1, "b", "a", List.of()),
                answer(2, "a", "a", List.of()),
                answer(3, "c", "a", List.of())))
        .isEqualTo(0.5);
  }

  private Task task(String yaml) throws IOException {
    Catalogues catalogues =
        new Catalogues(List.of(Items.ALL, Records.ALL, Preparations.ALL, Filters.ALL, Metrics.ALL));
    Path file = Files.writeString(directory.resolve("t.yaml"), yaml);
    return new RecipeReader(catalogues, Optional.of(directory)).task(file.toString());
  }

  private static final String TASK =
      """
      name: t
      description: a test
      output: generate-until
      items: {use: records, data: {use: jsonl, files: [d.jsonl]}, target: '{{a}}'}
      metrics: [exact_match]
      """;

  /** Each pipeline has scores of its own, from the stored texts alone. */
  @Test
  void scoresEveryPipeline() throws IOException {
    Task task =
        task(
            TASK
                + """
                generation: {until: ["Q:"], temperature: 0.5, repeats: 3}
                filters:
                  first: [{use: regex, pattern: '[0-9]+'}, take-first]
                  most: [{use: regex, pattern: '[0-9]+'}, majority-vote]
                  all: [{use: regex, pattern: '[0-9]+'}]
                """);
    List<Row.Sample> samples =
        List.of(
            answer(0, "it is 3", "4", List.of()),
            answer(1, "it is 4", "4", List.of()),
            answer(2, "so 4.", "4", List.of()));
    assertThat(TaskMetrics.scores("run", task, samples))
        .extracting(score -> "%s %s %.3f".formatted(score.filter(), score.metric(), score.value()))
        .containsExactly(
            "first exact_match 0.000", "most exact_match 1.000", "all exact_match 0.667");
  }

  @Test
  void tellsWhatDoesNotGoTogether() {
    assertThatThrownBy(() -> task(TASK))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(
            "generation is missing; it must be given where output is generate-until");
    assertThatThrownBy(() -> task(TASK + "generation: {repeats: 2}\n"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("repeats is 2; it must be 1 where temperature is 0");
    assertThatThrownBy(
            () -> task((TASK + "generation: {}\n").replace("exact_match", "acc, exact_match")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("it is not measured where output is generate-until");
  }
}
