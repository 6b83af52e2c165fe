package bantam.data.tensors;

import bantam.data.tensors.SafetensorsWriter.Tensor;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the weights of a checkpoint into an empty directory: one file, or, above a size, several
 * with an index. The index comes last, so that a directory that was left half-way does not look
 * whole.
 */
public final class WeightsWriter {
  /** transformers' limit for a file, before version 5. */
  public static final long LARGEST = 5_000_000_000L;

  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private WeightsWriter() {}

  /**
   * @param tensors in the order in which files are filled
   * @param largest bytes of a file's tensors at most, where no tensor alone is larger
   * @throws InputException if they cannot be written, say on a full disk
   */
  public static void write(Path directory, List<Tensor> tensors, long largest) {
    List<List<Tensor>> shards = shards(tensors, largest);
    if (shards.size() == 1) {
      SafetensorsWriter.write(directory.resolve(Weights.SINGLE), tensors, METADATA);
      return;
    }
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < shards.size(); i++) {
      String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
      SafetensorsWriter.write(directory.resolve(name), shards.get(i), METADATA);
      shards.get(i).forEach(tensor -> files.put(tensor.name(), name));
    }
    try {
      new WeightIndex(directory, files).write(tensors.stream().mapToLong(Tensor::length).sum());
    } catch (IOException e) {
      throw new InputException(
          directory.resolve(WeightIndex.NAME) + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static List<List<Tensor>> shards(List<Tensor> tensors, long largest) {
    List<List<Tensor>> shards = new ArrayList<>(List.of(new ArrayList<>()));
    long filled = 0;
    for (Tensor tensor : tensors) {
      if (filled > 0 && filled + tensor.length() > largest) {
        shards.add(new ArrayList<>());
        filled = 0;
      }
      shards.get(shards.size() - 1).add(tensor);
      filled += tensor.length();
    }
    return shards;
  }
}
