package bantam.runners.prune;

import bantam.data.tensors.Safetensors.Entry;
import bantam.data.tensors.SafetensorsWriter.Tensor;
import bantam.data.tensors.Weights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tensors of a checkpoint that a cut leaves, under their new names. */
final class CutTensors {
  private static final Pattern IN_LAYER = Pattern.compile("(model\\.layers\\.)(\\d+)(\\..+)");
  private static final Pattern ROWS = Pattern.compile("\\.mlp\\.(gate|up)_proj\\.(weight|bias)");
  private static final String COLUMNS = ".mlp.down_proj.weight";

  private CutTensors() {}

  /** The tensors to write; their bytes are read from the file when their turn comes. */
  static List<Tensor> of(Weights file, Cut cut) {
    List<Tensor> tensors = new ArrayList<>();
    for (Entry entry : file.entries().values()) {
      of(file, entry, cut).ifPresent(tensors::add);
    }
    return tensors;
  }

  private static Optional<Tensor> of(Weights file, Entry entry, Cut cut) {
    Matcher name = IN_LAYER.matcher(entry.name());
    if (!name.matches()) {
      return Optional.of(whole(file, entry, entry.name()));
    }
    int layer = Integer.parseInt(name.group(2));
    if (cut instanceof Cut.Layers layers) {
      int place = layers.kept().indexOf(layer);
      return place < 0
          ? Optional.empty()
          : Optional.of(whole(file, entry, name.group(1) + place + name.group(3)));
    }
    List<Integer> kept = ((Cut.Channels) cut).kept().get(layer);
    if (ROWS.matcher(name.group(3)).matches()) {
      return Optional.of(rows(file, entry, kept));
    }
    return Optional.of(
        name.group(3).equals(COLUMNS)
            ? columns(file, entry, kept)
            : whole(file, entry, entry.name()));
  }

  private static Tensor whole(Weights file, Entry entry, String name) {
    return new Tensor(name, entry.type(), entry.shape(), () -> file.bytes(entry.name()));
  }

  private static Tensor rows(Weights file, Entry entry, List<Integer> kept) {
    int rowBytes = Math.toIntExact(entry.length() / entry.shape().get(0));
    return cut(entry, 0, kept.size(), () -> Slices.rows(file.bytes(entry.name()), rowBytes, kept));
  }

  private static Tensor columns(Weights file, Entry entry, List<Integer> kept) {
    int rowBytes = Math.toIntExact(entry.length() / entry.shape().get(0));
    int width = entry.type().bytes();
    return cut(
        entry,
        1,
        kept.size(),
        () -> Slices.columns(file.bytes(entry.name()), rowBytes, width, kept));
  }

  private static Tensor cut(Entry entry, int dimension, long size, Supplier<ByteBuffer> bytes) {
    List<Long> shape = new ArrayList<>(entry.shape());
    shape.set(dimension, size);
    return new Tensor(entry.name(), entry.type(), shape, bytes);
  }
}
