package bantam.runners.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.recipes.Common;
import bantam.runners.engine.Engine;
import bantam.runners.model.family.Families;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against transformers 5.18; the numbers' origin stands in the golden folders. */
class GoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final Set<String> EXTRA = Set.of("gemma3_text", "opt", "smollm3", "stablelm");
  private static Engine engine;

  @BeforeAll
  static void start() {
    engine = Engine.start("cpu", Common.Dtype.F32, 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  /** The folder of a family's golden values. */
  static String folder(String family) {
    return (EXTRA.contains(family) ? "families-extra/" : "families/") + family;
  }

  static Stream<String> families() {
    return Stream.concat(
            Families.ALL.names().stream(), Stream.of("llama-rope-llama3", "llama-bf16"))
        .map(GoldenTest::folder);
  }

  @ParameterizedTest
  @MethodSource("families")
  @ValueSource(strings = "stories260K")
  void givesTheGoldenLogits(String folder) {
    Golden golden = Golden.of(folder);
    try (Decoder model = Decoder.load(golden.directory(), engine)) {
      golden.checkSequences(model, TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  @ValueSource(strings = "stories260K")
  void givesTheGoldenLogitsInPaddedBatches(String folder) {
    Golden golden = Golden.of(folder);
    assumeTrue(golden.json().has("padded_right"), "no padded batch in " + folder);
    try (Decoder model = Decoder.load(golden.directory(), engine)) {
      checkPadded(model, golden.json().get("padded_right"), false);
      checkPadded(model, golden.json().get("padded_left"), true);
    }
  }

  private static void checkPadded(Decoder model, JsonNode padded, boolean left) {
    int rows = padded.get("input_ids").size();
    int[][] ids = new int[rows][];
    int[] padding = new int[rows];
    int[] last = new int[rows];
    for (int row = 0; row < rows; row++) {
      ids[row] = Golden.ints(padded.get("input_ids").get(row));
      for (int t = 0; t < ids[row].length; t++) {
        boolean real = padded.get("attention_mask").get(row).get(t).intValue() == 1;
        padding[row] += real ? 0 : 1;
        last[row] = real ? t : last[row];
      }
    }
    int tokens = ids[0].length;
    try (NDManager scope = engine.scope()) {
      Attend attend = left ? Attend.leftPadded(scope, padding, tokens) : Attend.causal();
      NDArray hidden = model.hidden(scope, Decoder.ids(scope, ids), attend);
      float[][] logits = Golden.rows(model, scope, hidden);
      for (int row = 0; row < rows; row++) {
        JsonNode wanted = padded.get("last_real_position_logits").get(Integer.toString(row));
        assertThat(last[row]).isEqualTo(wanted.get("row").intValue());
        Golden.checkRow(logits[row * tokens + last[row]], wanted.get("logits"), TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void givesTheHiddenStatesOfEveryLayer(String folder) {
    Golden golden = Golden.of(folder);
    try (Decoder model = Decoder.load(golden.directory(), engine);
        NDManager scope = engine.scope()) {
      JsonNode sequence = golden.json().get("sequences").get(0);
      int[] ids = Golden.ints(sequence.get("input_ids"));
      Taps taps = model.observe(scope, Decoder.ids(scope, new int[][] {ids}), Attend.causal());
      List<NDArray> states = new ArrayList<>(taps.residual().subList(0, model.config().layers()));
      states.add(taps.hidden());
      JsonNode wanted = sequence.get("hidden_states_last_position_first8");
      assertThat(wanted).hasSize(states.size());
      for (int layer = 0; layer < states.size(); layer++) {
        float[] state = states.get(layer).toFloatArray();
        int from = state.length - model.config().hidden();
        for (int i = 0; i < 8; i++) {
          assertThat((double) state[from + i])
              .isCloseTo(wanted.get(layer).get(i).doubleValue(), within(TOLERANCE));
        }
      }
    }
  }

  @Test
  void givesTheGoldenLogProbabilitiesOfALongText() {
    Golden golden = Golden.of("stories260K");
    try (Decoder model = Decoder.load(golden.directory(), engine);
        NDManager scope = engine.scope()) {
      JsonNode text = golden.json().get("long_text");
      int[] ids = Golden.ints(text.get("input_ids"));
      float[][] logits = Golden.logits(model, scope, ids);
      for (int t = 0; t + 1 < ids.length; t++) {
        assertThat(Golden.logProbability(logits[t], ids[t + 1]))
            .isCloseTo(text.get("token_logprobs").get(t).doubleValue(), within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void continuesGreedilyAsPublished(boolean cached) {
    Golden golden = Golden.of("stories260K");
    int[] wanted = Golden.ints(golden.json().get("greedy_from_bos").get("ids"));
    int length = Math.min(wanted.length, 201);
    try (Decoder model = Decoder.load(golden.directory(), engine)) {
      int[] ids =
          cached
              ? greedyCached(model, new int[] {wanted[0]}, length)
              : greedy(model, new int[] {wanted[0]}, length);
      assertThat(ids).isEqualTo(Arrays.copyOf(wanted, length));
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void continuesGreedilyWithAndWithoutTheCache(String folder) {
    Golden golden = Golden.of(folder);
    try (Decoder model = Decoder.load(golden.directory(), engine)) {
      for (JsonNode sequence : golden.json().get("sequences")) {
        int[] prompt = Golden.ints(sequence.get("input_ids"));
        int[] wanted = Golden.ints(sequence.get("greedy_continuation"));
        int length = prompt.length + wanted.length;
        for (int[] ids :
            List.of(greedy(model, prompt, length), greedyCached(model, prompt, length))) {
          assertThat(Arrays.copyOfRange(ids, prompt.length, length)).isEqualTo(wanted);
        }
      }
    }
  }

  private static int[] greedy(Decoder model, int[] prompt, int length) {
    int[] ids = prompt;
    while (ids.length < length) {
      try (NDManager scope = engine.scope()) {
        float[][] logits = Golden.logits(model, scope, ids);
        ids = Arrays.copyOf(ids, ids.length + 1);
        ids[ids.length - 1] = Golden.argmax(logits[ids.length - 2]);
      }
    }
    return ids;
  }

  private static int[] greedyCached(Decoder model, int[] prompt, int length) {
    int[] ids = Arrays.copyOf(prompt, length);
    int[] next = prompt;
    try (Cache cache = model.cache(new int[] {0}, length)) {
      for (int t = prompt.length; t < length; t++) {
        try (NDManager scope = engine.scope()) {
          NDArray hidden = cache.read(scope, Decoder.ids(scope, new int[][] {next}));
          ids[t] = Golden.argmax(Golden.rows(model, scope, hidden)[next.length - 1]);
          next = new int[] {ids[t]};
        }
      }
    }
    return ids;
  }
}
