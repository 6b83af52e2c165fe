package bantam.data.tensors;

import bantam.data.tensors.Safetensors.Entry;
import bantam.recipes.InputException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The tensors of a checkpoint directory: of {@code model.safetensors}, or of the files that {@code
 * model.safetensors.index.json} names.
 */
public final class Weights implements AutoCloseable {
  /** A checkpoint of one file. */
  public static final String SINGLE = "model.safetensors";

  private static final int PIECE = 1 << 22;

  /** Other forms of weights, whose presence explains that ours is absent. */
  private static final List<String> PICKLED =
      List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "consolidated.00.pth");

  private final Path directory;
  private final List<Safetensors> files = new ArrayList<>();
  private final Map<String, Safetensors> owners = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Weights(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens all files of a checkpoint and checks their headers.
   *
   * @throws InputException for what is missing, unsound or in another form
   */
  public static Weights open(Path directory) {
    Weights weights = new Weights(directory);
    try {
      if (Files.exists(directory.resolve(SINGLE))) {
        weights.add(directory.resolve(SINGLE));
      } else if (Files.exists(directory.resolve(WeightIndex.NAME))) {
        WeightIndex.read(directory).check(weights::add);
      } else {
        throw absent(directory);
      }
      return weights;
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /** Whether a directory holds weights that {@link #open} takes. */
  public static boolean exist(Path directory) {
    return Files.exists(directory.resolve(SINGLE))
        || Files.exists(directory.resolve(WeightIndex.NAME));
  }

  private static InputException absent(Path directory) {
    for (String name : PICKLED) {
      if (Files.exists(directory.resolve(name))) {
        return new InputException(
            "%s: pickled weights can run code when they are read, so Bantam does not; save the model as safetensors first, in transformers by save_pretrained"
                .formatted(directory.resolve(name)));
      }
    }
    return new InputException(
        "%s: there is no such file, nor %s beside it"
            .formatted(directory.resolve(SINGLE), WeightIndex.NAME));
  }

  private Safetensors add(Path file) {
    Safetensors tensors = Safetensors.open(file);
    files.add(tensors);
    for (Entry entry : tensors.entries().values()) {
      Safetensors before = owners.putIfAbsent(entry.name(), tensors);
      if (before != null) {
        throw new InputException(
            "%s: tensor '%s' is in %s too"
                .formatted(file, entry.name(), before.file().getFileName()));
      }
      entries.put(entry.name(), entry);
    }
    return tensors;
  }

  /** The tensors by name, in the order of their files and their data. */
  public Map<String, Entry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /** The tensor of this name; a missing one is named together with where it was looked for. */
  public Entry entry(String name) {
    return owner(name).entry(name);
  }

  /** The file that holds a tensor, for messages. */
  public Path file(String name) {
    return owner(name).file();
  }

  /** The only file, or the directory of several, for messages. */
  public Path place() {
    return files.size() == 1 ? files.get(0).file() : directory;
  }

  /** As {@link Safetensors#bytes(String)}. */
  public ByteBuffer bytes(String name) {
    return owner(name).bytes(name);
  }

  /** As {@link Safetensors#read}. */
  public void read(String name, long from, ByteBuffer into) {
    owner(name).read(name, from, into);
  }

  /** As {@link Safetensors#own}. */
  public Optional<ByteBuffer> own(String name) {
    return owner(name).own(name);
  }

  /** A tensor's bytes piece by piece; a buffer is valid until the next one is asked for. */
  public Iterable<ByteBuffer> pieces(String name) {
    long length = entry(name).length();
    return () -> {
      // made when the turn comes: a checkpoint has hundreds of tensors
      ByteBuffer room = ByteBuffer.allocate((int) Math.min(PIECE, length));
      return LongStream.iterate(0, from -> from < length, from -> from + PIECE)
          .mapToObj(
              from -> {
                room.clear().limit((int) Math.min(PIECE, length - from));
                read(name, from, room);
                return room.flip();
              })
          .iterator();
    };
  }

  private Safetensors owner(String name) {
    Safetensors owner = owners.get(name);
    if (owner == null) {
      throw new InputException(place() + ": holds no tensor named '" + name + "'");
    }
    return owner;
  }

  @Override
  public void close() {
    files.forEach(Safetensors::close);
  }
}
