package bantam.data.prepare;

import bantam.data.corpus.JsonLine;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * LAMBADA: the last word of a text is to be told from the rest.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/tasks/lambada/lambada_openai.yaml}
 */
final class LastWord implements Preparation {
  /** The keys of {@code use: last-word}: none. */
  record Options() {}

  @Override
  public JsonLine prepare(JsonLine record) {
    String text = record.text("text");
    int space = text.lastIndexOf(' ');
    if (space < 0 || space == text.length() - 1) {
      throw new InputException(
          record.place() + ": 'text' has no last word behind a space; leave the record out");
    }
    ObjectNode object = record.object().deepCopy();
    object.put("context", text.substring(0, space));
    object.put("word", text.substring(space + 1));
    return new JsonLine(record.place(), object);
  }
}
