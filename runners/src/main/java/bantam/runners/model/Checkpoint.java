package bantam.runners.model;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** {@code model.safetensors} of a Hugging Face checkpoint, memory-mapped tensor by tensor. */
final class Checkpoint {
  private static final String SHARDS = "model.safetensors.index.json";

  private Checkpoint() {}

  /** libtorch's codes of the types that weights come in. */
  private static final Map<TensorType, Integer> CODES =
      Map.of(TensorType.F32, 6, TensorType.F16, 5, TensorType.BF16, 15);

  /** The tensors that the shape of the model asks for, in float32. */
  static SortedMap<String, NDArray> read(Path directory, ModelConfig config, Engine engine) {
    Path file = directory.resolve("model.safetensors");
    if (!Files.exists(file) && Files.exists(directory.resolve(SHARDS))) {
      throw new InputException(
          "%s: the checkpoint is split into several files; Bantam reads one model.safetensors"
              .formatted(directory.resolve(SHARDS)));
    }
    SortedMap<String, NDArray> weights = new TreeMap<>();
    try (Safetensors tensors = Safetensors.open(file)) {
      check(file, config, tensors.entries());
      for (String name : Parameters.shapes(config).keySet()) {
        weights.put(name, tensor(tensors, tensors.entry(name), engine));
      }
    }
    return weights;
  }

  private static void check(Path file, ModelConfig config, Map<String, Safetensors.Entry> entries) {
    SortedMap<String, Shape> shapes = Parameters.shapes(config);
    for (Map.Entry<String, Shape> wanted : shapes.entrySet()) {
      Safetensors.Entry entry = entries.get(wanted.getKey());
      if (entry == null) {
        throw new InputException(
            "%s: holds no tensor named '%s', which config.json asks for"
                .formatted(file, wanted.getKey()));
      }
      if (!shape(entry).equals(wanted.getValue())) {
        throw new InputException(
            "%s: tensor '%s' has the shape %s; by config.json it has %s"
                .formatted(file, entry.name(), shape(entry), wanted.getValue()));
      }
      if (!CODES.containsKey(entry.type())) {
        throw new InputException(
            "%s: tensor '%s' has the dtype %s; Bantam reads F32, F16 and BF16"
                .formatted(file, entry.name(), entry.type()));
      }
    }
    List<String> unknown =
        entries.keySet().stream()
            .filter(name -> !shapes.containsKey(name) && !superfluous(name, config))
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      int more = unknown.size() - 1;
      throw new InputException(
          "%s: holds '%s'%s, which a llama model of this config.json does not have"
              .formatted(
                  file,
                  unknown.get(0),
                  more == 0 ? "" : " and %d other tensor%s".formatted(more, more == 1 ? "" : "s")));
    }
  }

  /** A tied head is the embedding whatever is stored; old files keep the rotary frequencies. */
  private static boolean superfluous(String name, ModelConfig config) {
    return (config.tied() && name.equals(Parameters.HEAD)) || name.endsWith("rotary_emb.inv_freq");
  }

  private static Shape shape(Safetensors.Entry entry) {
    return new Shape(entry.shape().stream().mapToLong(Long::longValue).toArray());
  }

  private static NDArray tensor(Safetensors tensors, Safetensors.Entry entry, Engine engine) {
    try (NDManager scope = engine.scope()) {
      ByteBuffer bytes = tensors.bytes(entry.name());
      NDArray raw = scope.create(bytes, new Shape(entry.length()), DataType.UINT8);
      NDArray flat = engine.kernels().one(scope, "from_bytes", raw, CODES.get(entry.type()));
      NDArray shaped = flat.reshape(shape(entry));
      shaped.attach(engine.manager());
      return shaped;
    }
  }

  static void write(
      Path directory, SortedMap<String, NDArray> weights, Dtype dtype, Engine engine) {
    TensorType type = dtype == Dtype.F32 ? TensorType.F32 : TensorType.BF16;
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    weights.forEach(
        (name, array) ->
            tensors.add(
                new SafetensorsWriter.Tensor(
                    name,
                    type,
                    LongStream.of(array.getShape().getShape()).boxed().collect(Collectors.toList()),
                    () -> bytes(array, dtype, engine))));
    SafetensorsWriter.write(
        directory.resolve("model.safetensors"), tensors, Map.of("format", "pt"));
  }

  private static ByteBuffer bytes(NDArray array, Dtype dtype, Engine engine) {
    try (NDManager scope = engine.scope()) {
      return engine.kernels().one(scope, "to_bytes", array, dtype.code()).toByteBuffer();
    }
  }
}
