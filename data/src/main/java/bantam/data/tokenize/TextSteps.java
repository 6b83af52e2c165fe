package bantam.data.tokenize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What {@code tokenizer.json} says about the way from a text to the symbols that BPE merges, and
 * from tokens back to a text. A step that is not there is a JSON null.
 *
 * @param byteFallback whether a character without a token of its own is written as the tokens of
 *     its bytes
 */
record TextSteps(
    JsonNode normalizer,
    JsonNode preTokenizer,
    JsonNode postProcessor,
    JsonNode decoder,
    boolean byteFallback) {

  /** An object that names a step. */
  static ObjectNode step(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  static JsonNode none() {
    return JsonNodeFactory.instance.nullNode();
  }
}
