package bantam.data.tensors;

import bantam.data.WholeFile;
import bantam.recipes.InputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** {@code model.safetensors.index.json}: which file of a checkpoint holds which tensor. */
record WeightIndex(Path directory, Map<String, String> files) {
  static final String NAME = "model.safetensors.index.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  static WeightIndex read(Path directory) {
    Path file = directory.resolve(NAME);
    try {
      JsonNode map = JSON.readTree(Files.readString(file)).path("weight_map");
      if (!map.isObject() || map.isEmpty()) {
        throw new InputException(file + ": has no weight_map from tensors to files");
      }
      Map<String, String> files = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field : map.properties()) {
        files.put(field.getKey(), plain(file, field.getKey(), field.getValue()));
      }
      return new WeightIndex(directory, files);
    } catch (JsonProcessingException e) {
      throw new InputException(file + ": is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** A path elsewhere would let a downloaded index read any file. */
  private static String plain(Path file, String tensor, JsonNode name) {
    String text = name.isTextual() ? name.textValue() : "";
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors")) {
      throw new InputException(
          "%s: tensor '%s' is in %s; it must be the name of a .safetensors file beside it"
              .formatted(file, tensor, name));
    }
    return text;
  }

  /**
   * Opens every file once and checks that it holds what the index says.
   *
   * @param open takes a file and returns what is in it
   */
  void check(Function<Path, Safetensors> open) {
    Map<String, Safetensors> opened = new LinkedHashMap<>();
    for (String name : new TreeSet<>(files.values())) {
      Path file = directory.resolve(name);
      if (!Files.exists(file)) {
        throw new InputException(
            "%s: there is no such file, which %s names; fetch it".formatted(file, NAME));
      }
      opened.put(name, open.apply(file));
    }
    files.forEach(
        (tensor, name) -> {
          if (!opened.get(name).entries().containsKey(tensor)) {
            throw new InputException(
                "%s: holds no tensor named '%s', which %s says it does"
                    .formatted(directory.resolve(name), tensor, NAME));
          }
        });
  }

  /**
   * Writes an index.
   *
   * @param bytes of all tensors
   */
  void write(long bytes) throws IOException {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("metadata", Map.of("total_size", bytes));
    root.put("weight_map", files);
    String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    WholeFile.write(directory.resolve(NAME), json + "\n");
  }
}
