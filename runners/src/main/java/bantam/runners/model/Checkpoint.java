package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import bantam.data.tensors.Safetensors;
import bantam.data.tensors.SafetensorsWriter;
import bantam.data.tensors.TensorType;
import bantam.data.tensors.Weights;
import bantam.data.tensors.WeightsWriter;
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
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The tensors of a Hugging Face checkpoint, streamed to the engine's device one by one. */
final class Checkpoint {
  private Checkpoint() {}

  /** The tensors that the shape of the model asks for, in float32. */
  static SortedMap<String, NDArray> read(Path directory, ModelConfig config, Engine engine) {
    SortedMap<String, NDArray> weights = new TreeMap<>();
    try (Weights tensors = Weights.open(directory)) {
      check(tensors, config);
      for (String name : Parameters.shapes(config).keySet()) {
        weights.put(name, tensor(tensors, tensors.entry(name), engine));
      }
    }
    return weights;
  }

  private static void check(Weights tensors, ModelConfig config) {
    Map<String, Safetensors.Entry> entries = tensors.entries();
    SortedMap<String, Shape> shapes = Parameters.shapes(config);
    for (Map.Entry<String, Shape> wanted : shapes.entrySet()) {
      Safetensors.Entry entry = entries.get(wanted.getKey());
      if (entry == null) {
        throw new InputException(
            "%s: holds no tensor named '%s', which config.json asks for"
                .formatted(tensors.place(), wanted.getKey()));
      }
      if (!shape(entry).equals(wanted.getValue())) {
        throw new InputException(
            "%s: tensor '%s' has the shape %s; by config.json it has %s"
                .formatted(
                    tensors.file(entry.name()), entry.name(), shape(entry), wanted.getValue()));
      }
      if (Transfer.code(entry.type()).isEmpty()) {
        throw new InputException(
            "%s: tensor '%s' has the dtype %s; Bantam reads F32, F16 and BF16"
                .formatted(tensors.file(entry.name()), entry.name(), entry.type()));
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
                  tensors.file(unknown.get(0)),
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

  private static NDArray tensor(Weights tensors, Safetensors.Entry entry, Engine engine) {
    return Transfer.load(
        engine.manager(),
        engine,
        shape(entry),
        entry.type(),
        (from, into) -> tensors.read(entry.name(), from, into));
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
                    Transfer.store(array, dtype, engine))));
    WeightsWriter.write(directory, tensors, WeightsWriter.LARGEST);
  }
}
