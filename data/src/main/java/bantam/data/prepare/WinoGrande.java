package bantam.data.prepare;

import bantam.data.corpus.JsonLine;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Partial scoring of Winograd schemas: which option in the blank's place makes the ending likelier.
 *
 * @see <a href="https://arxiv.org/abs/1806.02847">Trinh and Le 2018, section 3.1</a>;
 *     lm-evaluation-harness at 4e7e0d47, {@code lm_eval/tasks/winogrande/preprocess_winogrande.py}
 */
final class WinoGrande implements Preparation {
  /** The keys of {@code use: winogrande}: none. */
  record Options() {}

  @Override
  public JsonLine prepare(JsonLine record) {
    String sentence = record.text("sentence");
    int blank = sentence.indexOf('_');
    if (blank < 0) {
      throw new InputException(record.place() + ": 'sentence' has no blank (_); mend the record");
    }
    ObjectNode object = record.object().deepCopy();
    object
        .putArray("contexts")
        .add(sentence.substring(0, blank) + record.text("option1"))
        .add(sentence.substring(0, blank) + record.text("option2"));
    object.put("ending", PythonText.strip(sentence.substring(blank + 1)));
    return new JsonLine(record.place(), object);
  }
}
