package bantam.data.tokenize;

import bantam.recipes.InputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the files of a tokenizer say that its encoder does not: the vocabulary by id, and which
 * tokens begin and end a text.
 *
 * @param pieces the tokens by id, as the file writes them; a hole in the ids is an empty string
 */
record TokenizerFiles(
    Path file,
    String json,
    List<String> pieces,
    OptionalInt bos,
    OptionalInt eos,
    TokenizerConfig config) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LARGEST_ID = 1 << 26;

  /** For a bare {@code tokenizer.json}: the names in wide use, the likelier ones first. */
  private static final List<String> USUAL_BOS =
      List.of("<s>", "<|begin_of_text|>", "<bos>", "<|endoftext|>");

  private static final List<String> USUAL_EOS =
      List.of("</s>", "<|end_of_text|>", "<eos>", "<|endoftext|>");

  static TokenizerFiles read(Path fileOrDirectory) {
    Path file =
        Files.isDirectory(fileOrDirectory)
            ? fileOrDirectory.resolve("tokenizer.json")
            : fileOrDirectory;
    Path directory = file.toAbsolutePath().getParent();
    TokenizerConfig config = TokenizerConfig.read(directory);
    String given = text(file);
    ObjectNode root = parse(file, given);
    boolean more = AddedTokens.add(root, config);
    String json = more ? root.toString() : given;
    TreeMap<Integer, String> byId = vocabulary(file, root);
    if (byId.isEmpty() || byId.firstKey() < 0 || byId.lastKey() > LARGEST_ID) {
      throw wrong(file, "its vocabulary is missing, empty or has impossible ids");
    }
    String[] pieces = new String[byId.lastKey() + 1];
    java.util.Arrays.fill(pieces, "");
    byId.forEach((id, piece) -> pieces[id] = piece);
    Map<String, Integer> ids = new java.util.HashMap<>();
    byId.forEach((id, piece) -> ids.putIfAbsent(piece, id));
    return new TokenizerFiles(
        file,
        json,
        List.of(pieces),
        marker(directory, "bos", ids, USUAL_BOS),
        marker(directory, "eos", ids, USUAL_EOS),
        config);
  }

  /** The same with another {@code tokenizer.json}. */
  TokenizerFiles with(String other) {
    return new TokenizerFiles(file, other, pieces, bos, eos, config);
  }

  private static TreeMap<Integer, String> vocabulary(Path file, JsonNode root) {
    TreeMap<Integer, String> byId = new TreeMap<>();
    JsonNode vocabulary = root.path("model").path("vocab");
    if (vocabulary.isArray()) {
      // Unigram models list [piece, score] by id.
      for (JsonNode pair : vocabulary) {
        byId.put(byId.size(), pair.path(0).asText());
      }
    } else {
      for (Map.Entry<String, JsonNode> field : vocabulary.properties()) {
        byId.put(id(file, field.getKey(), field.getValue()), field.getKey());
      }
    }
    for (JsonNode added : root.path("added_tokens")) {
      String content = added.path("content").asText();
      byId.put(id(file, content, added.path("id")), content);
    }
    return byId;
  }

  private static int id(Path file, String piece, JsonNode id) {
    if (!id.isInt()) {
      throw wrong(file, "token '" + piece + "' has the id " + id);
    }
    return id.intValue();
  }

  /** Which token begins or ends a text: the file that transformers reads first comes first. */
  private static OptionalInt marker(
      Path directory, String which, Map<String, Integer> ids, List<String> usual) {
    for (String name : List.of("tokenizer_config.json", "special_tokens_map.json")) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        JsonNode token = parse(file, text(file)).path(which + "_token");
        String content = token.isObject() ? token.path("content").asText() : token.asText();
        if (token.isTextual() || token.isObject()) {
          return named(file, which, content, ids);
        }
        if (name.equals("tokenizer_config.json")) {
          continue;
        }
        return OptionalInt.empty();
      }
    }
    for (String name : List.of("generation_config.json", "config.json")) {
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file)) {
        JsonNode id = parse(file, text(file)).path(which + "_token_id");
        JsonNode first = id.isArray() ? id.path(0) : id;
        if (first.isInt() && ids.containsValue(first.intValue())) {
          return OptionalInt.of(first.intValue());
        }
      }
    }
    return usual.stream()
        .map(ids::get)
        .filter(java.util.Objects::nonNull)
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  private static OptionalInt named(
      Path file, String which, String content, Map<String, Integer> ids) {
    return OptionalInt.of(
        Optional.ofNullable(ids.get(content))
            .orElseThrow(
                () ->
                    wrong(
                        file,
                        "its %s_token '%s' is not in tokenizer.json".formatted(which, content))));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such tokenizer file", e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  static ObjectNode parse(Path file, String json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode root) {
        return root;
      }
      throw wrong(file, "it is not a JSON object");
    } catch (JsonProcessingException e) {
      throw wrong(
          file,
          "it is not JSON: %s (line %d)"
              .formatted(e.getOriginalMessage(), e.getLocation().getLineNr()));
    }
  }

  static InputException wrong(Path file, String fault) {
    return new InputException(
        file + ": not a sound Hugging Face tokenizer: " + fault + "; fetch or make it again");
  }
}
