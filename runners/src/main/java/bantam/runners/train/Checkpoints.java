package bantam.runners.train;

import ai.djl.ndarray.NDArray;
import bantam.recipes.Failure;
import bantam.recipes.InputException;
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
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
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
  private static final String BEST = "best";
  private static final int PIECE = 1 << 22;

  /** Bytes that a checkpoint leaves free for tables, log and model. */
  private static final long RESERVE = 1 << 16;

  private final Path directory;
  private final int every;
  private final int keep;
  private final ToLongFunction<Path> room;

  /**
   * @param directory of all checkpoints; need not exist
   * @param every steps between those that the schedule asks for; 0 where it asks for none
   * @param keep how many of the newest stay
   */
  Checkpoints(Path directory, int every, int keep) {
    this(directory, every, keep, Checkpoints::room);
  }

  /**
   * @param room free bytes of the disk that holds a directory
   */
  Checkpoints(Path directory, int every, int keep, ToLongFunction<Path> room) {
    this.directory = directory;
    this.every = every;
    this.keep = keep;
    this.room = room;
  }

  /** A checkpoint whose files are as they were written. */
  record Found(Path path, Checkpoint about) {
    Path tensors() {
      return path.resolve(TENSORS);
    }
  }

  /**
   * Writes a checkpoint, then lets go of those that are too old.
   *
   * @param last whether it is that of the run's last step
   */
  Path save(Checkpoint about, boolean last, SortedMap<String, NDArray> tensors, Engine engine) {
    Path path = directory.resolve("step-%08d".formatted(about.step()));
    write(path, about, tensors, engine);
    List<Path> others = newestFirst().stream().filter(other -> !other.equals(path)).toList();
    if (every > 0) {
      others.stream().filter(other -> step(other) % every != 0).forEach(Whole::remove);
      others = others.stream().filter(other -> step(other) % every == 0).toList();
    }
    // One that a stop asked for pushes none out that the schedule asked for.
    int places = every > 0 && about.step() % every != 0 && !last ? keep : keep - 1;
    others.stream().skip(places).forEach(Whole::remove);
    return path;
  }

  /** Writes the best parameters so far in the place of those before. */
  void saveBest(Checkpoint about, SortedMap<String, NDArray> parameters, Engine engine) {
    write(directory.resolve(BEST), about, parameters, engine);
  }

  private void write(
      Path path, Checkpoint about, SortedMap<String, NDArray> tensors, Engine engine) {
    checkRoom(tensors);
    Whole.directory(
        path,
        partial -> {
          TensorFile.write(partial.resolve(TENSORS), tensors, Map.of(), engine);
          long sum = crc32c(partial.resolve(TENSORS));
          Files.write(
              partial.resolve(ABOUT), JSON.writeValueAsBytes(about.with(Map.of(TENSORS, sum))));
        });
  }

  /**
   * Sees whether a checkpoint of these tensors fits on the disk, before anything is written: a disk
   * that runs full in the middle would take the tables and the log with it.
   *
   * @throws InputException if it does not; the checkpoints that are there stay
   */
  void checkRoom(SortedMap<String, NDArray> tensors) {
    long needed = RESERVE + tensors.values().stream().mapToLong(t -> 4 * t.size()).sum();
    long free = room.applyAsLong(directory);
    if (free < needed) {
      throw new InputException(
          "%s: a checkpoint needs %.1f MB and the disk has %.1f MB left; %s; make room or take another directory with --runs, then run the same command again"
              .formatted(
                  directory,
                  needed / 1e6,
                  free / 1e6,
                  newestFirst().stream()
                      .findFirst()
                      .map(newest -> newest.getFileName() + " stays")
                      .orElse("there is none yet")));
    }
  }

  private static long room(Path directory) {
    try {
      Files.createDirectories(directory);
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw Disk.cannotWrite(directory, e);
    }
  }

  /**
   * Lets go of those that no schedule asked for: a stop wrote them, and a run that was stopped is
   * to leave what an uninterrupted one leaves.
   *
   * @param last the run's last step, whose checkpoint stays
   */
  void keepOnlyScheduled(long last) {
    newestFirst().stream()
        .filter(path -> every == 0 || (step(path) % every != 0 && step(path) != last))
        .forEach(Whole::remove);
  }

  /**
   * The checkpoint of a step.
   *
   * @throws InputException if there is none, or a damaged one; the message lists those that are
   */
  Found at(long step) {
    Path path = directory.resolve("step-%08d".formatted(step));
    List<Long> steps = newestFirst().stream().map(Checkpoints::step).sorted().toList();
    if (!steps.contains(step)) {
      throw new InputException(
          "%s has no checkpoint of step %d; %s"
              .formatted(
                  directory,
                  step,
                  steps.isEmpty() ? "it has none at all" : "it has those of " + steps));
    }
    return sound(path);
  }

  /** The best parameters so far. */
  Found best() {
    return sound(directory.resolve(BEST));
  }

  private static Found sound(Path path) {
    try {
      return new Found(path, read(path));
    } catch (IOException e) {
      throw new InputException("%s is damaged: %s".formatted(path, e.getMessage()), e);
    }
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
