package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
import bantam.runners.model.family.Families;
import bantam.runners.model.family.Family;
import bantam.runners.model.family.Stored;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The tensors of a Hugging Face checkpoint, streamed to the engine's device one by one. */
final class Checkpoint {
  private Checkpoint() {}

  /**
   * The tensors that the shape of the model asks for, in float32.
   *
   * @param map whether they may lie over the mapped file
   */
  static SortedMap<String, NDArray> read(
      Path directory, ModelConfig config, Engine engine, boolean map) {
    Family family = Families.of(config.family());
    SortedMap<String, NDArray> weights = new TreeMap<>();
    try (Weights tensors = Weights.open(directory)) {
      Map<String, Safetensors.Entry> entries = new TreeMap<>();
      tensors.entries().forEach((name, entry) -> entries.put(family.present(name), entry));
      check(tensors, config, family, entries);
      for (Stored stored : family.names().stored(config).values()) {
        weights.putAll(parts(tensors, stored, entries.get(stored.name()), engine, map));
      }
    }
    return weights;
  }

  private static void check(
      Weights tensors, ModelConfig config, Family family, Map<String, Safetensors.Entry> entries) {
    SortedMap<String, Stored> stored = family.names().stored(config);
    for (Stored wanted : stored.values()) {
      Safetensors.Entry entry = entries.get(wanted.name());
      if (entry == null) {
        throw new InputException(
            "%s: holds no tensor named '%s', which config.json asks for"
                .formatted(tensors.place(), wanted.name()));
      }
      if (!shape(entry).equals(wanted.shape())) {
        throw new InputException(
            "%s: tensor '%s' has the shape %s; by config.json it has %s"
                .formatted(tensors.file(entry.name()), entry.name(), shape(entry), wanted.shape()));
      }
      if (Transfer.code(entry.type()).isEmpty()) {
        throw new InputException(
            "%s: tensor '%s' has the dtype %s; Bantam reads F32, F16 and BF16"
                .formatted(tensors.file(entry.name()), entry.name(), entry.type()));
      }
    }
    List<String> unknown =
        entries.keySet().stream()
            .filter(name -> !stored.containsKey(name) && !superfluous(name, family, config))
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      int more = unknown.size() - 1;
      throw new InputException(
          "%s: holds '%s'%s, which a %s model of this config.json does not have"
              .formatted(
                  tensors.file(entries.get(unknown.get(0)).name()),
                  unknown.get(0),
                  more == 0 ? "" : " and %d other tensor%s".formatted(more, more == 1 ? "" : "s"),
                  family.name()));
    }
  }

  /** A tied head is the embedding whatever is stored; old files keep what is no weight. */
  private static boolean superfluous(String name, Family family, ModelConfig config) {
    return (config.tied() && family.names().head().equals(name)) || family.superfluous(name);
  }

  /** The model's tensors that a stored one holds, in float32. */
  private static SortedMap<String, NDArray> parts(
      Weights tensors, Stored stored, Safetensors.Entry entry, Engine engine, boolean map) {
    try (NDManager scope = engine.scope()) {
      SortedMap<String, NDArray> parts =
          stored.split(scope, engine.kernels(), tensor(tensors, entry, scope, engine, map));
      parts.values().forEach(part -> part.attach(engine.manager()));
      return parts;
    }
  }

  private static Shape shape(Safetensors.Entry entry) {
    return new Shape(entry.shape().stream().mapToLong(Long::longValue).toArray());
  }

  private static NDArray tensor(
      Weights tensors, Safetensors.Entry entry, NDManager scope, Engine engine, boolean map) {
    if (map && entry.type() == TensorType.F32 && !engine.device().isGpu()) {
      Optional<ByteBuffer> bytes = tensors.own(entry.name());
      if (bytes.isPresent()) {
        return Transfer.over(scope, shape(entry), bytes.get());
      }
    }
    return Transfer.load(
        scope,
        engine,
        shape(entry),
        entry.type(),
        (from, into) -> tensors.read(entry.name(), from, into));
  }

  /** Writes a model's tensors as its family has them. */
  static void write(
      Path directory,
      ModelConfig config,
      SortedMap<String, NDArray> weights,
      Dtype dtype,
      Engine engine) {
    TensorType type = dtype == Dtype.F32 ? TensorType.F32 : TensorType.BF16;
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    for (Stored stored : Families.of(config.family()).names().stored(config).values()) {
      tensors.add(
          new SafetensorsWriter.Tensor(
              stored.name(),
              type,
              LongStream.of(stored.shape().getShape()).boxed().collect(Collectors.toList()),
              Transfer.store(
                  scope -> stored.join(scope, engine.kernels(), weights), dtype, engine)));
    }
    WeightsWriter.write(directory, tensors, WeightsWriter.LARGEST);
  }
}
