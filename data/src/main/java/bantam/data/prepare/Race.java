package bantam.data.prepare;

import bantam.data.chat.PythonLiteral;
import bantam.data.corpus.JsonLine;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * RACE: the last question about an article, behind the others with their answers; and its choices.
 * The questions stand in {@code problems}, as Python writes a list of mappings, or in RACE's own
 * lists {@code questions}, {@code options} and {@code answers}.
 *
 * @see <a href="https://arxiv.org/abs/1704.04683">Lai et al. 2017</a>; lm-evaluation-harness at
 *     4e7e0d47, {@code lm_eval/tasks/race/preprocess_race.py}, version 3 of the task: the question
 *     that is asked has no "Question:" before it
 */
final class Race implements Preparation {
  /** The keys of {@code use: race}: none. */
  record Options() {}

  private static final String CLOZE = "  _  .";

  @Override
  public JsonLine prepare(JsonLine record) {
    JsonNode problems = problems(record);
    if (problems.isEmpty()) {
      throw new InputException(record.place() + ": has no question; leave the record out");
    }
    StringBuilder query = new StringBuilder("Article: " + record.text("article") + "\n\n");
    for (int i = 0; i < problems.size() - 1; i++) {
      String question = problems.get(i).path("question").asText();
      String answer = problems.get(i).path("options").path(gold(record, problems.get(i))).asText();
      query.append(
          question.endsWith(CLOZE)
              ? question.substring(0, question.length() - CLOZE.length() + 1) + answer + "\n"
              : "Question: %s\nAnswer: %s\n".formatted(question, answer));
    }
    JsonNode last = problems.get(problems.size() - 1);
    ObjectNode object = record.object().deepCopy();
    object.put("query", query + last.path("question").asText());
    object.set("choices", last.path("options"));
    object.put("gold", gold(record, last));
    return new JsonLine(record.place(), object);
  }

  private static JsonNode problems(JsonLine record) {
    if (record.object().has("problems")) {
      JsonNode problems = record.field("problems");
      return problems.isTextual()
          ? PythonLiteral.read(record.place() + ": 'problems'", problems.textValue())
          : problems;
    }
    JsonNode questions = record.field("questions");
    ArrayNode problems = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < questions.size(); i++) {
      ObjectNode problem = problems.addObject();
      problem.set("question", questions.get(i));
      problem.set("options", record.field("options").path(i));
      problem.set("answer", record.field("answers").path(i));
    }
    return problems;
  }

  private static int gold(JsonLine record, JsonNode problem) {
    int gold = "ABCD".indexOf(problem.path("answer").asText());
    if (gold < 0 || problem.path("answer").asText().length() != 1) {
      throw new InputException(
          "%s: an answer is %s; it must be A, B, C or D"
              .formatted(record.place(), JsonLine.brief(problem.path("answer"))));
    }
    return gold;
  }
}
