package bantam.runners.prune;

import bantam.data.tensors.Safetensors.Entry;
import bantam.data.tensors.SafetensorsWriter.Tensor;
import bantam.data.tensors.Weights;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import bantam.runners.model.family.Families;
import bantam.runners.model.family.Family;
import bantam.runners.model.family.Stored;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The tensors of a checkpoint that a cut leaves, under their new names, in its family's layout. */
final class CutTensors {
  private CutTensors() {}

  /**
   * The tensors to write; their bytes are read from the file when their turn comes.
   *
   * @param before the shape of the model in the file
   */
  static List<Tensor> of(Weights file, ModelConfig before, Cut cut) {
    Family family = Families.of(before.family());
    Map<String, Entry> entries = new HashMap<>();
    file.entries().values().forEach(entry -> entries.put(family.present(entry.name()), entry));
    List<Tensor> tensors = new ArrayList<>();
    if (cut instanceof Cut.Layers layers) {
      for (String name : family.names().stored(before.withLayers(layers.kept())).keySet()) {
        String old = family.names().moved(name, layers.kept()::get);
        tensors.add(whole(file, entries.get(old), name));
      }
      return tensors;
    }
    List<List<Integer>> kept = ((Cut.Channels) cut).kept();
    for (Stored stored : family.names().stored(before).values()) {
      tensors.add(channels(file, entries.get(stored.name()), stored, kept));
    }
    return tensors;
  }

  /** What is left of a tensor when channels of feed-forward networks go. */
  private static Tensor channels(
      Weights file, Entry entry, Stored stored, List<List<Integer>> kept) {
    String part = stored.parts().get(0);
    boolean down = part.endsWith(".mlp.down_proj.weight");
    if (!down && !part.contains(".mlp.gate_proj.") && !part.contains(".mlp.up_proj.")) {
      return whole(file, entry, stored.name());
    }
    List<Integer> channels = kept.get(Parameters.layerOf(part));
    if (down) {
      return stored.transposed()
          ? rows(file, entry, stored.name(), channels)
          : columns(file, entry, stored.name(), channels);
    }
    List<Integer> places =
        stored.places(IntStream.range(0, stored.parts().size()).mapToObj(i -> channels).toList());
    return stored.transposed()
        ? columns(file, entry, stored.name(), places)
        : rows(file, entry, stored.name(), places);
  }

  private static Tensor whole(Weights file, Entry entry, String name) {
    return new Tensor(name, entry.type(), entry.shape(), file.pieces(entry.name()));
  }

  private static Tensor rows(Weights file, Entry entry, String name, List<Integer> kept) {
    int rowBytes = Math.toIntExact(entry.length() / entry.shape().get(0));
    return cut(
        entry, name, 0, kept.size(), () -> Slices.rows(file.bytes(entry.name()), rowBytes, kept));
  }

  private static Tensor columns(Weights file, Entry entry, String name, List<Integer> kept) {
    int rowBytes = Math.toIntExact(entry.length() / entry.shape().get(0));
    int width = entry.type().bytes();
    return cut(
        entry,
        name,
        1,
        kept.size(),
        () -> Slices.columns(file.bytes(entry.name()), rowBytes, width, kept));
  }

  private static Tensor cut(
      Entry entry, String name, int dimension, long size, Supplier<ByteBuffer> bytes) {
    List<Long> shape = new ArrayList<>(entry.shape());
    shape.set(dimension, size);
    return new Tensor(name, entry.type(), shape, bytes);
  }
}
