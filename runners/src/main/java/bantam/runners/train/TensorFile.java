package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.data.tensors.Safetensors;
import bantam.data.tensors.SafetensorsWriter;
import bantam.data.tensors.TensorType;
import bantam.recipes.InputException;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.engine.Transfer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Named f32 tensors in a safetensors file, one at a time in memory. */
public final class TensorFile {
  private TensorFile() {}

  /** Writes tensors as f32, whole or not at all. */
  public static void write(
      Path file, SortedMap<String, NDArray> tensors, Map<String, String> metadata, Engine engine) {
    List<SafetensorsWriter.Tensor> listed = new ArrayList<>();
    tensors.forEach(
        (name, array) ->
            listed.add(
                new SafetensorsWriter.Tensor(
                    name,
                    TensorType.F32,
                    LongStream.of(array.getShape().getShape()).boxed().toList(),
                    Transfer.store(array, Dtype.F32, engine))));
    SafetensorsWriter.write(file, listed, metadata);
  }

  /**
   * Reads every tensor of a file as f32.
   *
   * @param into owns the arrays
   * @throws InputException for a file that is missing or broken, or that holds other types
   */
  public static SortedMap<String, NDArray> read(NDManager into, Path file, Engine engine) {
    SortedMap<String, NDArray> arrays = new TreeMap<>();
    try (Safetensors tensors = Safetensors.open(file)) {
      for (Safetensors.Entry entry : tensors.entries().values()) {
        if (Transfer.code(entry.type()).isEmpty()) {
          throw new InputException(
              "%s: tensor '%s' has the dtype %s; F32, F16 and BF16 can be read"
                  .formatted(file, entry.name(), entry.type()));
        }
        Shape shape = new Shape(entry.shape().stream().mapToLong(Long::longValue).toArray());
        Transfer.Bytes bytes = (from, room) -> tensors.read(entry.name(), from, room);
        arrays.put(entry.name(), Transfer.load(into, engine, shape, entry.type(), bytes));
      }
    }
    return arrays;
  }
}
