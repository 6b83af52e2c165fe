package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Choice;
import bantam.results.Row;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors that the reference draws. */
class BootstrapTest {
  private static Row.Sample row(int item, int choice, double nats, boolean correct) {
    return new Row.Sample(
        "run",
        "t",
        Integer.toString(item),
        "",
        Optional.empty(),
        "",
        "",
        choice,
        nats,
        false,
        1,
        1,
        1,
        1,
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.of(correct));
  }

  private static Estimate drawn(String metric, List<Answer> answers, int iterations) {
    return ((Resampled) Metrics.ALL.make(new Choice(metric, new Metrics.Options())))
        .drawn(answers, iterations);
  }

  private static List<Answer> continuations(JsonNode nats) {
    return StreamSupport.stream(nats.spliterator(), false)
        .map(one -> new Answer(List.of(row(0, 0, one.doubleValue(), true))))
        .toList();
  }

  @Test
  void drawsAsTheReference() {
    JsonNode golden = Shared.json("reference/golden/lm-eval-pure-functions.json").get("bootstrap");
    Estimate found = drawn("perplexity", continuations(golden.get("xs")), 3000);
    assertThat(found.value()).isCloseTo(golden.get("value").doubleValue(), within(1e-9));
    assertThat(found.stderr())
        .isCloseTo(golden.get("iters_3000_stderr").doubleValue(), within(1e-9));
  }

  /** One chunk; its log-likelihoods have six decimals. */
  @Test
  void drawsTheErrorOfLambada() {
    JsonNode golden = Shared.json("reference/golden/scoring/lambada_openai.json");
    List<Answer> answers =
        StreamSupport.stream(golden.get("items").spliterator(), false)
            .map(item -> item.get("choices").get(0).get("ll").doubleValue())
            .map(nats -> new Answer(List.of(row(0, 0, nats, true))))
            .toList();
    double wanted = golden.get("metrics").get("perplexity_stderr,none").doubleValue();
    assertThat(drawn("perplexity", answers, 1000).stderr())
        .isCloseTo(wanted, within(1e-7 * wanted));
  }

  /** CPython 3.11's random.Random(i).choices over 40 items, f1 and mcc by their definitions. */
  @ParameterizedTest
  @CsvSource({
    "f1, 0.10752835582990625, 0.10798407086591141",
    "mcc, 0.1490565058378528, 0.1508087052962246"
  })
  void drawsWhatPythonDraws(String metric, double one, double two) {
    List<Answer> answers =
        IntStream.range(0, 40)
            .mapToObj(i -> answer(i, i * i % 7 % 2, i * 5 % 11 % 3 == 0 ? 1 : 0))
            .toList();
    assertThat(drawn(metric, answers, 500).stderr()).isCloseTo(one, within(1e-12));
    // 2,700 are two chunks
    assertThat(drawn(metric, answers, 2700).stderr()).isCloseTo(two, within(1e-12));
    assertThat(drawn(metric, answers.subList(0, 1), 500).stderr()).isNaN();
  }

  private static Answer answer(int item, int gold, int predicted) {
    return new Answer(
        List.of(
            row(item, 0, predicted == 0 ? -1 : -2, gold == 0),
            row(item, 1, predicted == 1 ? -1 : -2, gold == 1)));
  }
}
