package bantam.data.tokenize;

import bantam.data.chat.ChatTemplate;
import bantam.recipes.InputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code
 * chat_template.jinja} say about a tokenizer.
 *
 * @param file the configuration, which need not be there
 * @param tokens the special tokens by their names, such as {@code bos_token}
 * @param templates chat templates by their names; a nameless one is {@code default}
 */
record TokenizerConfig(
    Path file, JsonNode root, Map<String, String> tokens, Map<String, String> templates) {
  private static final String JINJA = "chat_template.jinja";
  private static final List<String> TOKENS =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  /** Reads what lies in a tokenizer's directory. */
  static TokenizerConfig read(Path directory) {
    Path file = directory.resolve("tokenizer_config.json");
    JsonNode root = object(file);
    JsonNode map = object(directory.resolve("special_tokens_map.json"));
    Map<String, String> tokens = new LinkedHashMap<>();
    for (String name : TOKENS) {
      content(root.path(name))
          .or(() -> content(map.path(name)))
          .ifPresent(t -> tokens.put(name, t));
    }
    return new TokenizerConfig(file, root, tokens, templates(directory, file, root));
  }

  private static JsonNode object(Path file) {
    return Files.isRegularFile(file)
        ? TokenizerFiles.parse(file, TokenizerFiles.text(file))
        : MissingNode.getInstance();
  }

  private static Optional<String> content(JsonNode token) {
    JsonNode text = token.isObject() ? token.path("content") : token;
    return Optional.ofNullable(text.textValue());
  }

  /** As transformers, which takes the file of its own first. */
  private static Map<String, String> templates(Path directory, Path file, JsonNode root) {
    Path jinja = directory.resolve(JINJA);
    if (Files.isRegularFile(jinja)) {
      return Map.of("default", TokenizerFiles.text(jinja));
    }
    JsonNode template = root.path("chat_template");
    if (template.isTextual()) {
      return Map.of("default", template.textValue());
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (JsonNode one : template) {
      if (!one.path("name").isTextual() || !one.path("template").isTextual()) {
        throw TokenizerFiles.wrong(file, "its chat_template is no text and no list of named ones");
      }
      named.put(one.path("name").textValue(), one.path("template").textValue());
    }
    return named;
  }

  /** A switch such as {@code add_bos_token}, if it is there. */
  Optional<Boolean> flag(String name) {
    JsonNode flag = root.path(name);
    return flag.isBoolean() ? Optional.of(flag.booleanValue()) : Optional.empty();
  }

  /** Everything that decides how a conversation is written. */
  String chatText() {
    return templates.isEmpty() ? "" : templates + "\n" + tokens;
  }

  Optional<ChatTemplate> chatTemplate() {
    if (templates.isEmpty()) {
      return Optional.empty();
    }
    Path jinja = file.resolveSibling(JINJA);
    Path place = Files.isRegularFile(jinja) ? jinja : file;
    String template = templates.get("default");
    if (template == null) {
      throw new InputException(
          "%s: its chat templates are %s, and none of them is the default; name one so"
              .formatted(place, String.join(", ", templates.keySet())));
    }
    return Optional.of(ChatTemplate.parse(place.toString(), template, tokens));
  }
}
