package bantam.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import bantam.recipes.Combination;
import bantam.recipes.Combination.Member;
import bantam.recipes.Combination.Of;
import bantam.recipes.Common;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Gradients;
import bantam.runners.evaluate.Subject;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleTest {
  private static final int[][] IDS = {{1, 2, 3}, {4, 0, 2}};
  private static final String TOKENIZER =
      """
      {"version": "1.0", "added_tokens": [], "pre_tokenizer": {"type": "WhitespaceSplit"},
       "model": {"type": "WordLevel", "vocab": {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4}, "unk_token": "a"}}
      """;

  @TempDir static Path models;
  private static Engine engine;

  @BeforeAll
  static void start() throws IOException {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
    save("base", 1, 6, TOKENIZER);
    save("tuned", 2, 6, TOKENIZER);
    save("untuned", 3, 6, TOKENIZER);
    save("wider", 4, 7, TOKENIZER);
    save("foreign", 5, 6, TOKENIZER.replace("\"e\"", "\"f\""));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static void save(String name, long seed, int vocabulary, String tokenizer)
      throws IOException {
    Path directory = Files.createDirectory(models.resolve(name));
    Llama shape = new Llama(8, 1, 2, 0, 12, 0, true, 10000, 32, 1e-5);
    try (Decoder decoder =
        Decoder.random(
            shape.config(new Tokens(vocabulary, OptionalInt.empty(), List.of())), engine, seed)) {
      decoder.weights().values().forEach(weight -> weight.muli(20)); // far from uniform
      decoder.save(directory, Dtype.F32);
    }
    Files.writeString(directory.resolve("tokenizer.json"), tokenizer);
  }

  private static Member member(String name, double weight) {
    return new Member(new Input.File(models.resolve(name)), Optional.empty(), weight);
  }

  /** Log-probabilities of what follows the first row. */
  private static double[] read(Optional<Combination> combination, String name) {
    try (Subject subject = Subject.open(engine, models.resolve(name));
        Ensemble ensemble = Ensemble.of(subject, combination);
        Ensemble.Session session = ensemble.session(new int[2], 8)) {
      Ensemble.Next next = Gradients.off(() -> session.read(IDS, true));
      float[] logits = next.logits(0);
      double[] logs = new double[6];
      for (int i = 0; i < logs.length; i++) {
        logs[i] = logits[i] - next.normalizer(0);
      }
      int likeliest = next.likeliest(0);
      assertThat(next.logProbability(0)).isCloseTo(logs[likeliest], within(1e-5));
      assertThat(logs[likeliest]).isEqualTo(java.util.Arrays.stream(logs).max().orElseThrow());
      assertThat(java.util.Arrays.stream(logs).map(Math::exp).sum()).isCloseTo(1, within(1e-5));
      return logs;
    }
  }

  private static double[] read(String name) {
    return read(Optional.empty(), name);
  }

  private static Optional<Combination> with(Of of, double weight, Member... members) {
    return Optional.of(new Combination(weight, List.of(members), of));
  }

  private static double[] normalised(double[] logits) {
    double sum = Math.log(java.util.Arrays.stream(logits).map(Math::exp).sum());
    return java.util.Arrays.stream(logits).map(logit -> logit - sum).toArray();
  }

  /** Liu et al. 2024, equation 1, worked out here from the three models' own distributions. */
  @Test
  void proxyTuningAddsWhatTuningChanged() {
    double[] base = read("base");
    double[] tuned = read("tuned");
    double[] untuned = read("untuned");
    double alpha = 0.7;
    double[] expected = new double[6];
    for (int i = 0; i < 6; i++) {
      expected[i] = base[i] + alpha * (tuned[i] - untuned[i]);
    }
    double[] found =
        read(
            with(Of.LOG_PROBABILITIES, 1, member("tuned", alpha), member("untuned", -alpha)),
            "base");
    assertThat(found).containsExactly(normalised(expected), within(1e-4));
    assertThat(java.util.Arrays.equals(found, base)).isFalse();
  }

  @Test
  void aMixtureIsTheMeanOfTheProbabilities() {
    double[] base = read("base");
    double[] tuned = read("tuned");
    double[] expected = new double[6];
    for (int i = 0; i < 6; i++) {
      expected[i] = Math.log(0.25 * Math.exp(base[i]) + 0.75 * Math.exp(tuned[i]));
    }
    assertThat(read(with(Of.PROBABILITIES, 1, member("tuned", 3)), "base"))
        .containsExactly(expected, within(1e-4));
  }

  @Test
  void whatCancelsChangesNothing() {
    double[] base = read("base");
    assertThat(read(with(Of.LOG_PROBABILITIES, 1, member("tuned", 2), member("tuned", -2)), "base"))
        .containsExactly(base, within(1e-4));
    assertThat(read(with(Of.PROBABILITIES, 2, member("base", 1)), "base"))
        .containsExactly(base, within(1e-4));
    assertThat(read(with(Of.LOG_PROBABILITIES, 0, member("tuned", 1)), "base"))
        .containsExactly(read("tuned"), within(1e-4));
  }

  @Test
  void refusesModelsOfOtherTokens() {
    assertThatThrownBy(() -> read(with(Of.PROBABILITIES, 1, member("wider", 1)), "base"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its vocab_size is 7; that of");
    assertThatThrownBy(() -> read(with(Of.PROBABILITIES, 1, member("foreign", 1)), "base"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its tokenizer.json is not that of");
  }
}
