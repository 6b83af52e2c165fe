package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.data.tokenize.Tokenizer;
import bantam.results.Row;
import bantam.runners.evaluate.Pairs.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions behind scores against those of lm-evaluation-harness 4e7e0d47. */
class GoldenMetricsTest {
  private static final String FUNCTIONS = "reference/golden/scoring/pure_functions.json";
  private static final String MORE = "reference/golden/lm-eval-pure-functions.json";

  @ParameterizedTest
  @CsvSource({
    "lambada_openai, perplexity, 1",
    "lambada_openai, acc, 1",
    "hellaswag, acc, 4",
    "wikitext, word_perplexity, 1",
    "wikitext, byte_perplexity, 1",
    "wikitext, bits_per_byte, 1",
    "tinystories, word_perplexity, 1",
    "tinystories, bits_per_byte, 1"
  })
  void scoresAreFunctionsOfLogLikelihoods(String task, String name, int choices) {
    JsonNode golden = Shared.json("reference/golden/scoring/" + task + ".json");
    List<Answer> answers = new ArrayList<>();
    for (JsonNode item : golden.get("items")) {
      answers.add(item.has("choices") ? answer(item) : text(item));
      assertThat(answers.get(answers.size() - 1).choices()).hasSize(choices);
    }
    double value = golden.get("metrics").get(name + ",none").doubleValue();
    assertThat(metric(name).of(answers).value()).isCloseTo(value, within(1e-6 * value));
  }

  private static Answer answer(JsonNode item) {
    List<Row.Sample> samples = new ArrayList<>();
    for (JsonNode choice : item.get("choices")) {
      boolean greedy = choice.get("is_greedy").booleanValue();
      boolean right = item.has("gold") ? samples.size() == item.get("gold").intValue() : greedy;
      samples.add(sample(choice.get("ll").doubleValue(), 1, 1, Optional.of(right)));
    }
    return new Answer(samples);
  }

  private static Answer text(JsonNode item) {
    return new Answer(
        List.of(
            sample(
                item.get("loglikelihood").doubleValue(),
                item.get("page_bytes").intValue(),
                item.get("page_words").intValue(),
                Optional.empty())));
  }

  private static Metric metric(String name) {
    return Metrics.ALL.make(new bantam.recipes.Choice(name, new Metrics.Options()));
  }

  private static Row.Sample sample(double nats, int bytes, int words, Optional<Boolean> right) {
    return new Row.Sample(
        "",
        "t",
        "0",
        "",
        Optional.empty(),
        "",
        "",
        0,
        nats,
        false,
        1,
        1,
        1,
        bytes,
        words,
        Optional.empty(),
        Optional.empty(),
        right);
  }

  @Test
  void meansAndTheirErrors() {
    for (JsonNode one : Shared.json(FUNCTIONS).get("mean_stderr")) {
      double[] values =
          IntStream.range(0, one.get("values").size())
              .mapToDouble(i -> one.get("values").get(i).doubleValue())
              .toArray();
      Estimate found = Estimate.mean(values);
      assertThat(found.value()).isCloseTo(one.get("mean").doubleValue(), within(1e-12));
      assertThat(found.stderr()).isCloseTo(one.get("mean_stderr").doubleValue(), within(1e-12));
    }
  }

  @Test
  void perplexities() {
    JsonNode golden = Shared.json(FUNCTIONS);
    List<Answer> one = new ArrayList<>();
    golden
        .get("perplexity")
        .get("items")
        .forEach(
            ll -> one.add(new Answer(List.of(sample(ll.doubleValue(), 1, 1, Optional.empty())))));
    assertThat(metric("perplexity").of(one).value())
        .isCloseTo(golden.get("perplexity").get("value").doubleValue(), within(1e-12));
    JsonNode weighted = golden.get("weighted");
    List<Answer> texts = new ArrayList<>();
    for (JsonNode item : weighted.get("items")) {
      int units = item.get(1).intValue();
      texts.add(
          new Answer(List.of(sample(item.get(0).doubleValue(), units, units, Optional.empty()))));
    }
    double value = weighted.get("weighted_perplexity").doubleValue();
    assertThat(metric("word_perplexity").of(texts).value()).isCloseTo(value, within(1e-9));
    assertThat(metric("byte_perplexity").of(texts).value()).isCloseTo(value, within(1e-9));
    assertThat(metric("bits_per_byte").of(texts).value())
        .isCloseTo(weighted.get("bits_per_byte").doubleValue(), within(1e-12));
  }

  @Test
  void brierScores() {
    JsonNode golden = Shared.json(MORE).get("brier");
    List<Answer> answers = new ArrayList<>();
    for (JsonNode item : golden.get("items")) {
      List<Row.Sample> samples = new ArrayList<>();
      for (JsonNode probability : item.get(1)) {
        boolean right = samples.size() == item.get(0).intValue();
        samples.add(sample(Math.log(probability.doubleValue()), 1, 1, Optional.of(right)));
      }
      answers.add(new Answer(samples));
    }
    assertThat(metric("brier_score").of(answers).value())
        .isCloseTo(golden.get("value").doubleValue(), within(1e-12));
  }

  @Test
  void rollingWindows() {
    for (JsonNode one : Shared.json(FUNCTIONS).get("rolling_windows")) {
      if (one.get("context_len").intValue() == 1) {
        int[] ids = IntStream.range(0, one.get("n_tokens").intValue()).toArray();
        List<Pair> found = new Rolling(one.get("max_seq_len").intValue()).windows(ids, -1);
        assertThat(found).isEqualTo(windows(one.get("disjoint")));
      }
    }
    Shared.json(MORE)
        .get("rolling")
        .properties()
        .forEach(
            one -> {
              // such as N=10,L=4: so many tokens with the prefix, which is token 0
              String[] sizes = one.getKey().split("\\D+", -1);
              int[] ids = IntStream.rangeClosed(1, Integer.parseInt(sizes[1])).toArray();
              assertThat(new Rolling(Integer.parseInt(sizes[2])).windows(ids, 0))
                  .isEqualTo(windows(one.getValue().get("disjoint")));
            });
  }

  private static List<Pair> windows(JsonNode pairs) {
    List<Pair> windows = new ArrayList<>();
    pairs.forEach(pair -> windows.add(Pair.of(Shared.ints(pair.get(0)), Shared.ints(pair.get(1)))));
    return windows;
  }

  @Test
  void pairsOfTokens() {
    try (Tokenizer tokenizer = Tokenizer.open(Shared.path(Shared.STORIES))) {
      for (JsonNode one : Shared.json(FUNCTIONS).get("encode_pair")) {
        Texts texts =
            new Texts(one.get("context").textValue(), one.get("continuation").textValue());
        assertThat(Pairs.encode(List.of(texts), tokenizer::encodeAll, 1))
            .containsExactly(
                Pair.of(
                    Shared.ints(one.get("context_ids")), Shared.ints(one.get("continuation_ids"))));
      }
    }
  }
}
