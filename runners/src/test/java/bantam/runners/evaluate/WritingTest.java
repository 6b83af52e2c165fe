package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.data.items.Item;
import bantam.recipes.Generation;
import bantam.recipes.RecipeException;
import bantam.recipes.Sharing;
import bantam.results.Row;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stories260K writes, against lm-evaluation-harness 4e7e0d47. */
class WritingTest {
  private static Engine engine;
  private static Subject subject;

  @BeforeAll
  static void open() {
    engine = Shared.engine();
    subject = Subject.open(engine, Shared.path(Shared.STORIES));
  }

  @AfterAll
  static void close() {
    if (subject != null) {
      subject.close();
      engine.close();
    }
  }

  private static Writing writing(Generation how, int limit, List<String> prompts) {
    List<Item> items =
        IntStream.range(0, prompts.size())
            .mapToObj(i -> new Item(Integer.toString(i), prompts.get(i), List.of("right", "as"), 0))
            .toList();
    Questions questions = new Questions(SomeTasks.written(how, Map.of()), items);
    return new Writing(questions, subject.decoder(), subject.tokenizer(), limit, 17);
  }

  private static List<Row.Sample> rows(Writing writing) {
    List<Row.Sample> rows = new ArrayList<>();
    for (Writing.Batch batch : writing.batches()) {
      rows.addAll(writing.write("run", batch, new StopSignal()).rows());
    }
    return rows;
  }

  private static Generation greedy(int maxTokens, List<String> until) {
    return new Generation(until, maxTokens, 0, 0, 1, 0, 1);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.textValue()));
    return texts;
  }

  @Test
  void writesWhatTheReferenceWrites() {
    for (JsonNode one : Shared.json("reference/golden/scoring/generate_until.json").get("cases")) {
      JsonNode how = one.get("gen_kwargs");
      Generation generation = greedy(how.get("max_gen_toks").intValue(), texts(how.get("until")));
      List<Row.Sample> rows = rows(writing(generation, 512, texts(one.get("prompts"))));
      assertThat(rows)
          .extracting(row -> row.prediction().orElseThrow())
          .isEqualTo(texts(one.get("outputs")));
      assertThat(rows).allMatch(Row.Sample::greedy);
    }
  }

  @Test
  void keepsRowsThatTellHowLikelyAnAnswerIs() {
    Row.Sample row = rows(writing(greedy(6, List.of()), 512, List.of("Once upon a time"))).get(0);
    List<Pairs.Texts> request =
        List.of(new Pairs.Texts("Once upon a time", ", there was a little"));
    Pair pair = Pairs.encode(request, subject.tokenizer()::encodeAll, subject.prefix()).get(0);
    Likelihood likelihood =
        new ModelScorer(
                subject.decoder(),
                4096,
                EnumSet.allOf(Sharing.class),
                Progress.silent(),
                new StopSignal())
            .score(List.of(pair))
            .get(0);
    assertThat(row.prediction().orElseThrow()).startsWith(", there was a");
    assertThat(row.tokens()).isEqualTo(6);
    assertThat(likelihood.greedy()).isTrue();
    assertThat(row.promptTokens()).isEqualTo(5);
    assertThat(row.target()).contains("right");
    assertThat(row.alternatives()).containsExactly("as");
    assertThat(row.logLikelihood()).isLessThan(0).isGreaterThan(-10);
    if (likelihood.tokens() == row.tokens()) {
      assertThat(row.logLikelihood()).isCloseTo(likelihood.nats(), within(1e-3));
    }
  }

  /** The begin of a long prompt goes, so that prompt and answer together fit. */
  @Test
  void cutsLongPromptsOnTheLeft() {
    String prompt = "Tim had a dog. ".repeat(20) + "Once upon a time";
    List<Row.Sample> rows = rows(writing(greedy(12, List.of()), 32, List.of(prompt, "Once")));
    assertThat(rows.get(0).promptTokens()).isEqualTo(20);
    assertThat(rows.get(0).tokens()).isEqualTo(12);
    assertThat(rows.get(1).promptTokens()).isEqualTo(2);
    assertThatThrownBy(() -> writing(greedy(32, List.of()), 32, List.of(prompt)))
        .isInstanceOf(RecipeException.class)
        .hasMessage(
            "task written: max_tokens is 32; it must be below the 32 tokens that the model reads");
  }

  /** Repeats differ from each other and do not depend on which other items there are. */
  @Test
  void drawsAnswersThatBelongToTheItem() {
    Generation drawn = new Generation(List.of("."), 16, 1, 0, 1, 0, 8);
    List<Row.Sample> rows = rows(writing(drawn, 512, List.of("Once upon", "Lily", "Tim had")));
    assertThat(rows).hasSize(24);
    assertThat(rows).extracting(Row.Sample::choice).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 0);
    assertThat(rows.stream().limit(8).map(Row.Sample::prediction).distinct().count())
        .isGreaterThan(5);
    assertThat(rows).noneMatch(Row.Sample::greedy);
    List<Row.Sample> alone = rows(writing(drawn, 512, List.of("Once upon")));
    assertThat(alone)
        .extracting(Row.Sample::prediction)
        .isEqualTo(rows.stream().limit(8).map(Row.Sample::prediction).toList());
  }

  @Test
  void splitsManyAnswersIntoBatchesThatAreFixed() {
    Generation drawn = new Generation(List.of(), 4, 1, 0, 1, 0, 50);
    Writing writing = writing(drawn, 512, List.of("Once upon", "Lily", "Tim had"));
    assertThat(writing.size()).isEqualTo(150);
    assertThat(writing.batches())
        .containsExactly(
            new Writing.Batch(0, 64), new Writing.Batch(64, 64), new Writing.Batch(128, 22));
  }
}
