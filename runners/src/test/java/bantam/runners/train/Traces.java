package bantam.runners.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/** Training traces that an independent implementation left. */
public final class Traces {
  private Traces() {}

  /** A file below the golden folder. */
  public static Path golden(String name) {
    Path golden = Path.of(System.getProperty("bantam.shared"), "reference", "golden");
    assumeTrue(Files.isDirectory(golden), "no ../shared");
    return golden.resolve(name);
  }

  public static JsonNode json(Path file) {
    try {
      return new JsonMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Predicts each token of each row but the first, as transformers' labels do. */
  public static MicroBatch shifted(JsonNode rows) {
    int count = rows.size();
    int context = rows.get(0).size();
    long[] ids = new long[count * context];
    long[] targets = new long[count * context];
    for (int row = 0; row < count; row++) {
      for (int t = 0; t < context; t++) {
        ids[row * context + t] = rows.get(row).get(t).longValue();
        targets[row * context + t] =
            t + 1 < context ? rows.get(row).get(t + 1).longValue() : MicroBatch.IGNORED;
      }
    }
    return new MicroBatch(count, context, ids, targets);
  }

  /** Norms and first values of gradients. */
  static void checkGradients(
      SortedMap<String, NDArray> gradients, JsonNode norms, JsonNode firstValues) {
    assertThat(gradients).hasSize(norms.size());
    gradients.forEach(
        (name, gradient) -> {
          double norm = norms.get(name).doubleValue();
          assertThat(l2(gradient)).as(name).isCloseTo(norm, within(1e-4 * norm));
          float[] values = gradient.toFloatArray();
          for (int i = 0; i < 4; i++) {
            double wanted = firstValues.get(name).get(i).doubleValue();
            assertThat((double) values[i]).as(name).isCloseTo(wanted, within(1e-4 * norm));
          }
        });
  }

  /** Sums, norms and first values of parameters after the last step. */
  static void checkParameters(Map<String, NDArray> parameters, JsonNode wanted) {
    assertThat(parameters).hasSize(wanted.size());
    parameters.forEach(
        (name, value) -> {
          JsonNode about = wanted.get(name);
          double norm = about.get("l2").doubleValue();
          assertThat(l2(value)).as(name).isCloseTo(norm, within(1e-4 * norm));
          float[] values = value.toFloatArray();
          double sum = 0;
          for (float v : values) {
            sum += v;
          }
          // an element whose gradient is mere rounding moves by lr in a direction of chance
          assertThat(sum).as(name).isCloseTo(about.get("sum").doubleValue(), within(2e-3 * norm));
          for (int i = 0; i < 4; i++) {
            double first = about.get("first4").get(i).doubleValue();
            assertThat((double) values[i]).as(name).isCloseTo(first, within(1e-3));
          }
        });
  }

  static double l2(NDArray array) {
    double sum = 0;
    for (float value : array.toFloatArray()) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /** The gradients of one step, with nothing changed. */
  static SortedMap<String, NDArray> gradients(
      Stepper stepper, NDManager scope, java.util.List<MicroBatch> batches) {
    return bantam.runners.engine.Gradients.off(() -> stepper.gradients(scope, batches, 0));
  }
}
