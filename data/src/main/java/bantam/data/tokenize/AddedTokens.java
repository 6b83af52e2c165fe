package bantam.data.tokenize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Tokens that only {@code added_tokens_decoder} of {@code tokenizer_config.json} has. transformers
 * adds them to those of {@code tokenizer.json}, and so do we.
 */
final class AddedTokens {
  private AddedTokens() {}

  /**
   * Adds what is missing.
   *
   * @param root {@code tokenizer.json}
   * @return whether something was
   * @throws bantam.recipes.InputException if the two files give a token different ids
   */
  static boolean add(ObjectNode root, TokenizerConfig config) {
    JsonNode wanted = config.root().path("added_tokens_decoder");
    if (!wanted.isObject() || wanted.isEmpty()) {
      return false;
    }
    Map<String, Integer> known = new HashMap<>();
    Map<Integer, String> byId = new HashMap<>();
    root.path("model")
        .path("vocab")
        .properties()
        .forEach(e -> known.put(e.getKey(), e.getValue().asInt()));
    root.path("added_tokens")
        .forEach(t -> known.put(t.path("content").asText(), t.path("id").asInt()));
    known.forEach((token, id) -> byId.put(id, token));
    boolean added = false;
    for (Map.Entry<String, JsonNode> one : wanted.properties()) {
      String token = one.getValue().path("content").asText();
      int id = id(config, one.getKey());
      if (known.getOrDefault(token, id) != id || !byId.getOrDefault(id, token).equals(token)) {
        throw TokenizerFiles.wrong(
            config.file(),
            "its added_tokens_decoder has '%s' as %d, tokenizer.json has %s"
                .formatted(
                    token,
                    id,
                    known.containsKey(token)
                        ? "it as " + known.get(token)
                        : "another token there"));
      }
      if (!known.containsKey(token)) {
        list(root).add(token(id, one.getValue()));
        added = true;
      }
    }
    return added;
  }

  private static int id(TokenizerConfig config, String written) {
    if (!written.matches("[0-9]{1,8}")) {
      throw TokenizerFiles.wrong(
          config.file(), "its added_tokens_decoder has the id '%s'".formatted(written));
    }
    return Integer.parseInt(written);
  }

  private static ArrayNode list(ObjectNode root) {
    return root.path("added_tokens") instanceof ArrayNode list
        ? list
        : root.putArray("added_tokens");
  }

  private static ObjectNode token(int id, JsonNode flags) {
    ObjectNode token = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    token.put("id", id).put("content", flags.path("content").asText());
    for (String name : new String[] {"single_word", "lstrip", "rstrip", "normalized", "special"}) {
      token.put(name, flags.path(name).asBoolean(false));
    }
    return token;
  }
}
