package bantam.cli;

import bantam.runners.generate.Inspection;
import bantam.runners.generate.Inspection.Token;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What {@code inspect} prints for programs. */
final class InspectionJson {
  private static final JsonMapper JSON = new JsonMapper();

  private InspectionJson() {}

  static String of(Inspection seen) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode tokens = root.putArray("tokens");
    for (Token token : seen.tokens()) {
      ObjectNode one = tokens.addObject().put("id", token.id()).put("piece", token.piece());
      if (token.logProbability().isPresent()) {
        one.put("logprob", token.logProbability().getAsDouble());
      } else {
        one.putNull("logprob");
      }
      ArrayNode candidates = one.putArray("top");
      token
          .top()
          .forEach(
              other ->
                  candidates
                      .addObject()
                      .put("id", other.id())
                      .put("piece", other.piece())
                      .put("logprob", other.logProbability()));
    }
    root.put("sum_logprob", seen.sum());
    ArrayNode greedy = root.putArray("greedy");
    seen.greedy().forEach(greedy::add);
    root.put("greedy_text", seen.greedyText());
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes is always JSON", e);
    }
  }
}
