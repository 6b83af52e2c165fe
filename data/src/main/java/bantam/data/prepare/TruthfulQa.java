package bantam.data.prepare;

import bantam.data.corpus.JsonLine;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * TruthfulQA's answers and the places of the true ones, from {@code {choices: [...], labels:
 * [...]}} as the hub has them, or from {@code {answer: label, ...}} as the authors' files do. Those
 * hold answers without text, which are left out.
 *
 * @see <a href="https://arxiv.org/abs/2109.07958">Lin et al. 2022</a>; {@code data/mc_task.json} of
 *     github.com/sylinrl/TruthfulQA
 */
final class TruthfulQa implements Preparation {
  /** The keys of {@code use: truthfulqa}. */
  record Options(
      @Key("the field of the answers: mc1_targets, of which one is true, or mc2_targets")
          String targets) {}

  private final String targets;

  TruthfulQa(Options options) {
    this.targets = options.targets();
  }

  @Override
  public JsonLine prepare(JsonLine record) {
    JsonNode answers = record.field(targets);
    ObjectNode object = record.object().deepCopy();
    ArrayNode choices = object.putArray("choices");
    ArrayNode right = object.putArray("right");
    if (answers.path("choices").isArray() && answers.path("labels").isArray()) {
      for (int i = 0; i < answers.get("choices").size(); i++) {
        add(choices, right, answers.get("choices").get(i).asText(), answers.get("labels").path(i));
      }
    } else {
      for (Map.Entry<String, JsonNode> answer : answers.properties()) {
        add(choices, right, answer.getKey(), answer.getValue());
      }
    }
    if (right.isEmpty() || choices.size() < 2) {
      throw new InputException(
          "%s: '%s' has %d answers, %d of them true; leave the record out"
              .formatted(record.place(), targets, choices.size(), right.size()));
    }
    return new JsonLine(record.place(), object);
  }

  private static void add(ArrayNode choices, ArrayNode right, String answer, JsonNode label) {
    if (!answer.isBlank()) {
      if (label.asInt() == 1) {
        right.add(choices.size());
      }
      choices.add(answer);
    }
  }
}
