package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import bantam.recipes.Failure;
import bantam.results.files.Disk;
import bantam.results.files.Whole;
import bantam.runners.engine.Engine;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run, each a directory {@code step-00000200} that is whole or absent. A
 * damaged one is passed over, with a warning, for the one before.
 */
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TENSORS = "state.safetensors";
  private static final String ABOUT = "checkpoint.json";
  private static final int PIECE = 1 << 22;

  private final Path directory;
  private final int keep;

  /**
   * @param directory of all checkpoints; need not exist
   * @param keep how many of the newest stay
   */
  Checkpoints(Path directory, int keep) {
    this.directory = directory;
    this.keep = keep;
  }

  /** A checkpoint whose files are as they were written. */
  record Found(Path path, Checkpoint about) {
    Path tensors() {
      return path.resolve(TENSORS);
    }
  }

  /** Writes a checkpoint, then lets go of those that are too old. */
  Path save(
      long step,
      long tokens,
      Map<String, Long> rows,
      List<Double> lossSums,
      SortedMap<String, NDArray> tensors,
      Engine engine) {
    Path path = directory.resolve("step-%08d".formatted(step));
    Whole.directory(
        path,
        partial -> {
          TensorFile.write(partial.resolve(TENSORS), tensors, Map.of(), engine);
          SortedMap<String, Long> sums = new TreeMap<>();
          sums.put(TENSORS, crc32c(partial.resolve(TENSORS)));
          Checkpoint about =
              new Checkpoint(Checkpoint.FORMAT, step, tokens, new TreeMap<>(rows), lossSums, sums);
          Files.write(partial.resolve(ABOUT), JSON.writeValueAsBytes(about));
        });
    List<Path> all = newestFirst();
    all.subList(Math.min(keep, all.size()), all.size()).forEach(Whole::remove);
    return path;
  }

  /**
   * Lets go of those that no schedule asked for: a stop wrote them, and a run that was stopped is
   * to leave what an uninterrupted one leaves.
   *
   * @param every steps between the scheduled ones; 0 where there are none
   */
  void keepOnlyScheduled(int every) {
    newestFirst().stream()
        .filter(path -> every == 0 || step(path) % every != 0)
        .forEach(Whole::remove);
  }

  /**
   * The newest checkpoint that is sound.
   *
   * @param warn takes a line about each one that is not
   */
  Optional<Found> newest(Consumer<String> warn) {
    for (Path path : newestFirst()) {
      try {
        return Optional.of(new Found(path, read(path)));
      } catch (IOException | Failure e) {
        LOG.warn("{} is damaged", path, e);
        warn.accept("%s is damaged (%s); taking the one before".formatted(path, e.getMessage()));
      }
    }
    return Optional.empty();
  }

  private static Checkpoint read(Path path) throws IOException {
    Checkpoint about = JSON.readValue(path.resolve(ABOUT).toFile(), Checkpoint.class);
    for (Map.Entry<String, Long> file : about.crc32c().entrySet()) {
      if (crc32c(path.resolve(file.getKey())) != file.getValue()) {
        throw new IOException(file.getKey() + " is not as it was written");
      }
    }
    return about;
  }

  private List<Path> newestFirst() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> path.getFileName().toString().matches("step-[0-9]{8,}"))
          .sorted(Comparator.comparing(Checkpoints::step).reversed())
          .toList();
    } catch (IOException e) {
      throw Disk.cannotRead(directory, e);
    }
  }

  private static long step(Path path) {
    return Long.parseLong(path.getFileName().toString().substring("step-".length()));
  }

  private static long crc32c(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(piece) >= 0) {
        sum.update(piece.flip());
        piece.clear();
      }
    }
    return sum.getValue();
  }
}
