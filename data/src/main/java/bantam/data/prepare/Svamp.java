package bantam.data.prepare;

import bantam.data.corpus.JsonLine;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * SVAMP's question with what is told before it, and the answer without {@code .0}; a record that
 * has both already stays as it is.
 *
 * @see <a href="https://github.com/kojima-takeshi188/zero_shot_cot">zero_shot_cot</a>, {@code
 *     utils.py}: {@code data_reader}
 */
final class Svamp implements Preparation {
  /** The keys of {@code use: svamp}: none. */
  record Options() {}

  @Override
  public JsonLine prepare(JsonLine record) {
    if (record.object().has("question") && record.object().has("answer")) {
      return record;
    }
    String told = PythonText.strip(record.text("Body"));
    String asked = PythonText.strip(record.text("Question"));
    ObjectNode object = record.object().deepCopy();
    object.put("question", told + " " + asked);
    object.put("answer", record.field("Answer").asText().replaceFirst("\\.0$", ""));
    return new JsonLine(record.place(), object);
  }
}
