package bantam.runners.prune;

import bantam.data.tensors.Weights;
import bantam.data.tensors.WeightsWriter;
import bantam.recipes.InputException;
import bantam.runners.model.TokenizerFiles;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * Copies a Hugging Face checkpoint without what a cut leaves out. What stays keeps its bytes and
 * its element type; keys of {@code config.json} that the cut does not concern are taken over
 * unread.
 */
final class CutCheckpoint {
  private static final JsonMapper JSON = new JsonMapper();

  /** Our own key for widths that differ; stock checkpoints do not have it. */
  private static final String WIDTHS = "bantam_intermediate_sizes";

  private static final String GENERATION = "generation_config.json";

  private CutCheckpoint() {}

  /**
   * @param from a checkpoint directory
   * @param into exists and is empty
   */
  static void write(Path from, Path into, Cut cut) throws IOException {
    try (Weights weights = Weights.open(from)) {
      WeightsWriter.write(into, CutTensors.of(weights, cut), WeightsWriter.LARGEST);
    }
    Files.writeString(
        into.resolve("config.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config(from, cut)) + "\n");
    if (Files.isRegularFile(from.resolve(GENERATION))) {
      Files.copy(from.resolve(GENERATION), into.resolve(GENERATION));
    }
    TokenizerFiles.copy(from, into);
  }

  private static ObjectNode config(Path from, Cut cut) throws IOException {
    Path file = from.resolve("config.json");
    if (!(JSON.readTree(file.toFile()) instanceof ObjectNode config)) {
      throw new InputException(file + ": is not a JSON object");
    }
    if (cut instanceof Cut.Layers layers) {
      cutLayers(config, layers.kept());
    } else {
      narrow(config, ((Cut.Channels) cut).kept().stream().map(List::size).toList());
    }
    return config;
  }

  private static void narrow(ObjectNode config, List<Integer> widths) {
    config.put("intermediate_size", Collections.max(widths));
    if (widths.stream().distinct().count() == 1) {
      config.remove(WIDTHS);
    } else {
      config.set(WIDTHS, JSON.valueToTree(widths));
    }
  }

  private static void cutLayers(ObjectNode config, List<Integer> kept) {
    config.put("num_hidden_layers", kept.size());
    if (config.path(WIDTHS) instanceof ArrayNode widths) {
      narrow(config, kept.stream().map(layer -> widths.get(layer).intValue()).toList());
    }
  }
}
