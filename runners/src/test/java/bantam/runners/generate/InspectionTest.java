package bantam.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Shared;
import bantam.runners.evaluate.Subject;
import bantam.runners.generate.Inspection.Token;
import bantam.runners.model.Decoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InspectionTest {
  /** transformers 5.18.0 on stories260K. */
  @Test
  void agreesWithTransformers() {
    JsonNode golden = Shared.json(Shared.STORIES + "/golden.json").get("sequences");
    try (Engine engine = Shared.engine();
        Subject subject = Subject.open(engine, Shared.path(Shared.STORIES))) {
      for (JsonNode sequence : golden) {
        int[] ids = Shared.ints(sequence.get("input_ids"));
        int[] greedy = Shared.ints(sequence.get("greedy_continuation"));
        Inspection seen = Inspection.of(subject, ids, 3, greedy.length);
        assertThat(seen.tokens().stream().mapToInt(Token::id)).containsExactly(box(ids));
        for (int i = 1; i < ids.length; i++) {
          Token token = seen.tokens().get(i);
          assertThat(token.logProbability().orElseThrow())
              .isCloseTo(sequence.get("token_logprobs").get(i - 1).asDouble(), within(1e-4));
          assertThat(token.top().get(0).id())
              .isEqualTo(sequence.get("argmax_per_position").get(i - 1).asInt());
        }
        assertThat(seen.tokens().get(0).logProbability()).isEmpty();
        assertThat(seen.sum()).isCloseTo(sequence.get("sum_logprob").asDouble(), within(1e-3));
        assertThat(seen.greedy()).containsExactly(box(greedy));
      }
    }
  }

  /** Gemma 2 of random weights, whose checkpoint has no tokenizer and whose text has end tokens. */
  @Test
  void readsIdsWithoutATokenizer() {
    String model = "reference/golden/families/gemma2";
    JsonNode sequence = Shared.json(model + "/golden.json").get("sequences").get(1);
    int[] ids = Shared.ints(sequence.get("input_ids"));
    int[] greedy = Shared.ints(sequence.get("greedy_continuation"));
    try (Engine engine = Shared.engine();
        Decoder decoder = Decoder.load(Shared.path(model), engine)) {
      Inspection seen = Inspection.of(decoder, Optional.empty(), ids, 2, greedy.length);
      assertThat(seen.sum()).isCloseTo(sequence.get("sum_logprob").asDouble(), within(1e-3));
      assertThat(seen.greedy()).containsExactly(box(greedy)).containsAll(decoder.config().eos());
      assertThat(seen.tokens()).extracting(Token::piece).containsOnly("");
      assertThat(seen.greedyText()).isEmpty();
    }
  }

  private static Integer[] box(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }
}
