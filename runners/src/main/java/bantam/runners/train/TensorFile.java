package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import bantam.data.tensors.Safetensors;
import bantam.data.tensors.SafetensorsWriter;
import bantam.data.tensors.TensorType;
import bantam.recipes.InputException;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Named f32 tensors in a safetensors file, one at a time in memory. */
public final class TensorFile {
  /** libtorch's numbers of the types that are read. */
  private static final Map<TensorType, Integer> CODES =
      Map.of(TensorType.F16, 5, TensorType.F32, 6, TensorType.BF16, 15);

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
                    () -> bytes(array, engine))));
    SafetensorsWriter.write(file, listed, metadata);
  }

  private static ByteBuffer bytes(NDArray array, Engine engine) {
    try (NDManager scope = engine.scope()) {
      return engine.kernels().one(scope, "to_bytes", array, Dtype.F32.code()).toByteBuffer();
    }
  }

  /**
   * Reads every tensor of a file as f32.
   *
   * @param into owns the arrays
   * @throws InputException for a file that is missing or broken, or that holds other types
   */
  public static SortedMap<String, NDArray> read(NDManager into, Path file, Engine engine) {
    SortedMap<String, NDArray> arrays = new TreeMap<>();
    try (Safetensors tensors = Safetensors.open(file);
        NDManager scope = engine.scope()) {
      for (Safetensors.Entry entry : tensors.entries().values()) {
        Integer code = CODES.get(entry.type());
        if (code == null) {
          throw new InputException(
              "%s: tensor '%s' has the dtype %s; F32, F16 and BF16 can be read"
                  .formatted(file, entry.name(), entry.type()));
        }
        NDArray raw =
            scope.create(tensors.bytes(entry.name()), new Shape(entry.length()), DataType.UINT8);
        Shape shape = new Shape(entry.shape().stream().mapToLong(Long::longValue).toArray());
        NDArray values = engine.kernels().one(scope, "from_bytes", raw, code).reshape(shape);
        values.attach(into);
        arrays.put(entry.name(), values);
      }
    }
    return arrays;
  }
}
