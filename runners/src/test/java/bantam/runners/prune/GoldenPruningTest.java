package bantam.runners.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Shared;
import bantam.runners.evaluate.Subject;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Scores of stories260K's structures against those of the methods' own code, on the same batch; the
 * golden numbers have 7 digits.
 */
class GoldenPruningTest {
  private static final String GOLDEN = "reference/golden/pruning/importance.json";

  private static Engine engine;
  private static Subject subject;
  private static JsonNode golden;

  @BeforeAll
  static void open() {
    golden = Shared.json(GOLDEN);
    Path stories = Shared.path(Shared.STORIES);
    engine = Shared.engine();
    subject = Subject.open(engine, stories);
  }

  @AfterAll
  static void close() {
    if (subject != null) {
      subject.close();
      engine.close();
    }
  }

  /** sramshetty/ShortGPT 78d9615f. */
  @Test
  void scoresLayersByInfluence() {
    List<double[]> scores = new LayerInfluence().scores(calibration());
    assertThat(scores).hasSize(1);
    check(scores.get(0), golden.get("block_influence").get("per_layer"), 1e-5);
  }

  /** NVIDIA ModelOpt 5a4242fa. */
  @Test
  void scoresChannelsByActivation() {
    JsonNode expected =
        golden.get("minitron_modelopt").get("ffn_channel_per_layer (input of down_proj)");
    List<double[]> scores = new FfnActivation().scores(calibration());
    assertThat(scores).hasSize(expected.size());
    for (int layer = 0; layer < scores.size(); layer++) {
      check(scores.get(layer), expected.get(layer), 1e-5);
    }
  }

  /** horseee/LLM-Pruner 128a07d9. */
  @Test
  void scoresChannelsByTaylor() {
    JsonNode expected = golden.get("llm_pruner_taylor");
    List<double[]> scores = new FfnTaylor(new FfnTaylor.Options(false)).scores(calibration());
    check(
        scores.get(expected.get("layer").intValue()), expected.get("param_first").get("sum"), 1e-4);
  }

  /** |mean| is at most the mean of |.|, and equal for one sequence. */
  @Test
  void neverScoresLessBySingleSequences() {
    Calibration calibration = calibration();
    List<double[]> overall = new FfnTaylor(new FfnTaylor.Options(false)).scores(calibration);
    List<double[]> single = new FfnTaylor(new FfnTaylor.Options(true)).scores(calibration);
    for (int layer = 0; layer < overall.size(); layer++) {
      for (int channel = 0; channel < overall.get(layer).length; channel++) {
        assertThat(overall.get(layer)[channel])
            .isLessThanOrEqualTo(single.get(layer)[channel] * (1 + 1e-5));
      }
    }
    Calibration first = calibration(0, 1);
    check(
        new FfnTaylor(new FfnTaylor.Options(true)).scores(first).get(2),
        new FfnTaylor(new FfnTaylor.Options(false)).scores(first).get(2));
  }

  private static void check(double[] scores, JsonNode expected, double tolerance) {
    assertThat(scores).hasSize(expected.size());
    for (int i = 0; i < scores.length; i++) {
      double value = expected.get(i).doubleValue();
      assertThat(scores[i]).isCloseTo(value, within(tolerance * Math.abs(value)));
    }
  }

  private static void check(double[] scores, double[] expected) {
    for (int i = 0; i < scores.length; i++) {
      assertThat(scores[i]).isCloseTo(expected[i], within(1e-6 * Math.abs(expected[i])));
    }
  }

  private static Calibration calibration() {
    return calibration(0, golden.get("batch").size());
  }

  private static Calibration calibration(int from, int to) {
    int[][] batch = new int[golden.get("batch").size()][];
    Arrays.setAll(batch, i -> Shared.ints(golden.get("batch").get(i)));
    return new Calibration(
        subject.decoder(),
        Arrays.copyOfRange(batch, from, to),
        17,
        Progress.silent(),
        new StopSignal());
  }
}
