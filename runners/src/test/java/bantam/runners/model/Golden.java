package bantam.runners.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of golden numbers: what an independent implementation computed for a checkpoint. */
record Golden(Path directory, JsonNode json) {
  static Golden of(String folder) {
    Path directory = Path.of(System.getProperty("bantam.shared"), "reference/golden", folder);
    assumeTrue(Files.isDirectory(directory), "no ../shared");
    try {
      return new Golden(
          directory, new JsonMapper().readTree(directory.resolve("golden.json").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int[] ints(JsonNode node) {
    int[] ints = new int[node.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = node.get(i).intValue();
    }
    return ints;
  }

  /** The logits of every position, (tokens, vocabulary). */
  static float[][] logits(Decoder model, NDManager scope, int[] ids) {
    NDArray hidden = model.hidden(scope, Decoder.ids(scope, new int[][] {ids}), Attend.causal());
    return rows(model, scope, hidden);
  }

  /** (batch, tokens, hidden) to logits row by row. */
  static float[][] rows(Decoder model, NDManager scope, NDArray hidden) {
    int vocabulary = model.config().vocabulary();
    NDArray logits = model.logits(scope, hidden.reshape(new Shape(-1, model.config().hidden())));
    float[] flat = logits.toFloatArray();
    float[][] rows = new float[flat.length / vocabulary][vocabulary];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(flat, i * vocabulary, rows[i], 0, vocabulary);
    }
    return rows;
  }

  static int argmax(float[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    return best;
  }

  static double logProbability(float[] logits, int token) {
    double max = logits[argmax(logits)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    return logits[token] - max - Math.log(sum);
  }

  /** The whole of {@code sequences}: logits, best tokens, log-probabilities. */
  void checkSequences(Decoder model, double tolerance) {
    for (JsonNode sequence : json.get("sequences")) {
      int[] ids = ints(sequence.get("input_ids"));
      try (NDManager scope = model.engine().scope()) {
        float[][] logits = logits(model, scope, ids);
        for (var position : sequence.get("full_logits").properties()) {
          checkRow(logits[Integer.parseInt(position.getKey())], position.getValue(), tolerance);
        }
        JsonNode logProbabilities = sequence.get("token_logprobs");
        for (int t = 0; t + 1 < ids.length; t++) {
          assertThat(logProbability(logits[t], ids[t + 1]))
              .isCloseTo(logProbabilities.get(t).doubleValue(), within(tolerance));
        }
        JsonNode best = sequence.get("argmax_per_position");
        for (int t = 0; t < ids.length; t++) {
          assertThat(argmax(logits[t])).isEqualTo(best.get(t).intValue());
        }
      }
    }
  }

  static void checkRow(float[] logits, JsonNode wanted, double tolerance) {
    assertThat(logits).hasSize(wanted.size());
    for (int i = 0; i < logits.length; i++) {
      assertThat((double) logits[i]).isCloseTo(wanted.get(i).doubleValue(), within(tolerance));
    }
  }
}
