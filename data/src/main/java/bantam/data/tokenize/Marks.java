package bantam.data.tokenize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tokens that a tokenizer puts around a text. {@code add_bos_token} and {@code add_eos_token}
 * of its configuration, where they are there, win over the post-processor of {@code
 * tokenizer.json}, as in transformers 5; before that they did so only for some classes, Llama's
 * among them.
 *
 * @param before ids in front of a text
 * @param after ids behind it
 */
record Marks(List<Integer> before, List<Integer> after) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What a tokenizer puts around a text.
   *
   * @param marked ids of a text with its marks
   * @param bare ids of the same text without
   */
  static Marks of(int[] marked, int[] bare) {
    List<Integer> all = java.util.Arrays.stream(marked).boxed().toList();
    List<Integer> text = java.util.Arrays.stream(bare).boxed().toList();
    int at = java.util.Collections.indexOfSubList(all, text);
    return at < 0
        ? new Marks(List.of(), List.of())
        : new Marks(all.subList(0, at), all.subList(at + text.size(), all.size()));
  }

  /** These marks as the configuration wants them. */
  Marks heeding(TokenizerFiles files) {
    return new Marks(heeding(files, before, "bos", 0), heeding(files, after, "eos", after.size()));
  }

  private static List<Integer> heeding(
      TokenizerFiles files, List<Integer> marks, String which, int place) {
    Optional<Boolean> wanted = files.config().flag("add_%s_token".formatted(which));
    if (wanted.isEmpty()) {
      return marks;
    }
    java.util.OptionalInt token = which.equals("bos") ? files.bos() : files.eos();
    if (token.isEmpty() && wanted.get()) {
      throw TokenizerFiles.wrong(
          files.config().file(), "add_%s_token is set and %s_token is not".formatted(which, which));
    }
    boolean there = token.isPresent() && marks.contains(token.getAsInt());
    if (token.isEmpty() || there == wanted.get()) {
      return marks;
    }
    List<Integer> changed = new ArrayList<>(marks);
    if (wanted.get()) {
      changed.add(place, token.getAsInt());
    } else {
      changed.remove(Integer.valueOf(token.getAsInt()));
    }
    return changed;
  }

  /** A {@code tokenizer.json} whose post-processor writes these marks. */
  String into(TokenizerFiles files) {
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(files.json());
      ObjectNode template = template(files);
      JsonNode old = root.path("post_processor");
      // it is what trims the places of tokens, too
      Optional<JsonNode> bytes = byteLevel(old);
      if (bytes.isPresent()) {
        ObjectNode both = JSON.createObjectNode().put("type", "Sequence");
        both.putArray("processors").add(bytes.get()).add(template);
        root.set("post_processor", both);
      } else {
        root.set("post_processor", template);
      }
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("it was read before", e);
    }
  }

  private static Optional<JsonNode> byteLevel(JsonNode processor) {
    if (processor.path("type").asText().equals("ByteLevel")) {
      return Optional.of(processor);
    }
    for (JsonNode one : processor.path("processors")) {
      if (one.path("type").asText().equals("ByteLevel")) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private ObjectNode template(TokenizerFiles files) {
    ObjectNode template = JSON.createObjectNode().put("type", "TemplateProcessing");
    ArrayNode single = template.putArray("single");
    add(single, files, "A", 0);
    ArrayNode pair = template.putArray("pair");
    add(pair, files, "A", 0);
    add(pair, files, "B", 1);
    ObjectNode specials = template.putObject("special_tokens");
    for (List<Integer> some : List.of(before, after)) {
      for (int id : some) {
        String piece = files.pieces().get(id);
        ObjectNode special = specials.putObject(piece).put("id", piece);
        special.putArray("ids").add(id);
        special.putArray("tokens").add(piece);
      }
    }
    return template;
  }

  private void add(ArrayNode parts, TokenizerFiles files, String text, int type) {
    before.forEach(id -> special(parts, files.pieces().get(id), type));
    parts.addObject().putObject("Sequence").put("id", text).put("type_id", type);
    after.forEach(id -> special(parts, files.pieces().get(id), type));
  }

  private static void special(ArrayNode parts, String piece, int type) {
    parts.addObject().putObject("SpecialToken").put("id", piece).put("type_id", type);
  }
}
