package bantam.cli;

import bantam.results.Efficiency;
import bantam.results.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What {@code evaluate} prints for programs. */
final class EvaluationJson {
  private static final JsonMapper JSON = new JsonMapper();

  private EvaluationJson() {}

  static String of(List<Row.Score> scores, Optional<List<Row.Sample>> samples) {
    return of(scores, samples, Optional.empty());
  }

  static String of(
      List<Row.Score> scores,
      Optional<List<Row.Sample>> samples,
      Optional<List<Efficiency>> efficiency) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode list = root.putArray("scores");
    scores.forEach(score -> add(list.addObject(), score));
    samples.ifPresent(
        rows -> {
          ArrayNode all = root.putArray("samples");
          rows.forEach(sample -> add(all.addObject(), sample));
        });
    efficiency.ifPresent(
        rows -> {
          ArrayNode all = root.putArray("efficiency");
          rows.forEach(row -> add(all.addObject(), row));
        });
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes is always JSON", e);
    }
  }

  private static void add(ObjectNode one, Row.Score score) {
    one.put("task", score.task())
        .put("version", score.version())
        .put("metric", score.metric())
        .put("filter", score.filter())
        .put("subset", score.subset())
        .put("shots", score.shots())
        .put("value", score.value());
    if (score.stderr().isPresent()) {
      one.put("stderr", score.stderr().getAsDouble());
    } else {
      one.putNull("stderr");
    }
    one.put("n", score.n()).put("higher_is_better", score.higherIsBetter());
  }

  private static void add(ObjectNode one, Efficiency row) {
    one.put("task", row.task())
        .put("work", row.work())
        .put("device", row.device())
        .put("first_pass", row.firstPass())
        .put("items", row.items())
        .put("requests", row.requests())
        .put("tokens", row.tokens())
        .put("seconds", row.seconds())
        .put("ms_per_item", row.msPerItem())
        .put("latency_ms", row.latencyMs());
    row.firstTokenMs().ifPresent(ms -> one.put("first_token_ms", ms));
    one.put("tokens_per_second", row.tokensPerSecond());
    row.peakMemory().ifPresent(bytes -> one.put("peak_memory", bytes));
    row.deviceMemory().ifPresent(bytes -> one.put("device_memory", bytes));
  }

  private static void add(ObjectNode one, Row.Sample sample) {
    one.put("task", sample.task());
    // a place in the data, unless the items have names of their own
    if (sample.item().matches("[0-9]{1,18}")) {
      one.put("item", Long.parseLong(sample.item()));
    } else {
      one.put("item", sample.item());
    }
    one.put("choice", sample.choice())
        .put("log_likelihood", sample.logLikelihood())
        .put("greedy", sample.greedy())
        .put("prompt_tokens", sample.promptTokens())
        .put("tokens", sample.tokens())
        .put("chars", sample.chars())
        .put("bytes", sample.bytes())
        .put("words", sample.words())
        .put("doc_hash", sample.docHash())
        .put("cluster", sample.cluster().orElse(null))
        .put("prompt_hash", sample.promptHash())
        .put("target_hash", sample.targetHash())
        .put("prediction", sample.prediction().orElse(null))
        .put("target", sample.target().orElse(null))
        .put("correct", sample.correct().orElse(null))
        .put("contaminated", sample.contaminated().orElse(null))
        .put("perturbation", sample.perturbation().orElse(null));
    // by the side of log_likelihood only where it was asked for
    sample.aloneLogLikelihood().ifPresent(nats -> one.put("alone_log_likelihood", nats));
  }
}
