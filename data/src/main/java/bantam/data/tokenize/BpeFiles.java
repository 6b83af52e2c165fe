package bantam.data.tokenize;

import bantam.data.WholeFile;
import bantam.recipes.InputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A BPE tokenizer as the Hugging Face files that {@code PreTrainedTokenizerFast.from_pretrained}
 * reads.
 *
 * @param pieces every token by its id
 */
record BpeFiles(
    List<String> specials, List<String> pieces, List<Merges.Merge> merges, TextSteps steps) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Gives every token its piece.
   *
   * @param symbols the tokens behind the specials that nothing was merged to
   */
  static BpeFiles of(
      List<String> specials, List<String> symbols, List<Merges.Merge> merges, TextSteps steps) {
    List<String> pieces = new ArrayList<>(specials);
    pieces.addAll(symbols);
    merges.forEach(merge -> pieces.add(pieces.get(merge.left()) + pieces.get(merge.right())));
    return new BpeFiles(specials, pieces, merges, steps);
  }

  /**
   * Writes {@code tokenizer.json}, {@code tokenizer_config.json} and {@code
   * special_tokens_map.json}.
   *
   * @param directory an existing directory
   * @throws InputException if they cannot be written
   */
  void write(Path directory) {
    try {
      WholeFile.write(directory.resolve("tokenizer.json"), tokenizer());
      WholeFile.write(directory.resolve("tokenizer_config.json"), config());
      WholeFile.write(directory.resolve("special_tokens_map.json"), specialTokensMap());
    } catch (IOException e) {
      throw new InputException(directory + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private String tokenizer() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    var added = root.putArray("added_tokens");
    for (int id = 0; id < specials.size(); id++) {
      added.add(flags(JSON.createObjectNode().put("id", id).put("content", specials.get(id))));
    }
    root.set("normalizer", steps.normalizer());
    root.set("pre_tokenizer", steps.preTokenizer());
    root.set("post_processor", steps.postProcessor());
    root.set("decoder", steps.decoder());
    ObjectNode model = root.putObject("model");
    model.put("type", "BPE").putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", steps.byteFallback());
    model.put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < pieces.size(); id++) {
      vocabulary.put(pieces.get(id), id);
    }
    var list = model.putArray("merges");
    merges.forEach(merge -> list.add(pieces.get(merge.left()) + " " + pieces.get(merge.right())));
    return text(root);
  }

  private String config() {
    ObjectNode root = JSON.createObjectNode();
    root.put("add_prefix_space", false);
    ObjectNode added = root.putObject("added_tokens_decoder");
    for (int id = 0; id < specials.size(); id++) {
      added.set(
          Integer.toString(id), flags(JSON.createObjectNode().put("content", specials.get(id))));
    }
    root.setAll(markers());
    root.put("clean_up_tokenization_spaces", false);
    root.put("tokenizer_class", "PreTrainedTokenizerFast");
    return text(root);
  }

  private String specialTokensMap() {
    return text(markers());
  }

  private ObjectNode markers() {
    return JSON.createObjectNode()
        .put("bos_token", specials.get(0))
        .put("eos_token", specials.get(0))
        .put("pad_token", specials.get(0));
  }

  private static ObjectNode flags(ObjectNode token) {
    return token
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  private static String text(ObjectNode root) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is JSON", e);
    }
  }
}
