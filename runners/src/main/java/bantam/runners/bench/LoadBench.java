package bantam.runners.bench;

import bantam.recipes.Common;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.results.runs.Machine;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * How fast a checkpoint of 1 GB is read onto the CPU, and in how much memory.
 *
 * @param mapped whether it lies over the mapped file, as for a model that does not train
 * @param seconds from the directory to the tensors, the program and its engine being there
 * @param peakBytes largest resident memory of the process
 */
public record LoadBench(boolean mapped, double seconds, long peakBytes) {
  /** About 250 million parameters. */
  private static final Llama SHAPE = new Llama(1024, 13, 16, 0, 4096, 0, true, 10000, 2048, 1e-5);

  private static final Llama SMALL = new Llama(8, 1, 1, 0, 8, 0, true, 10000, 8, 1e-5);
  private static final int VOCABULARY = 32_000;

  /** Writes the checkpoint, and a small one below it, into an existing directory. */
  public static void write(Path directory) throws IOException {
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 0)) {
      write(directory, SHAPE, engine);
      write(Files.createDirectory(directory.resolve("small")), SMALL, engine);
    }
  }

  private static void write(Path directory, Llama shape, Engine engine) {
    Tokens tokens = new Tokens(VOCABULARY, OptionalInt.empty(), List.of());
    try (Decoder model = Decoder.random(shape.config(tokens), engine, 1)) {
      model.save(directory, Dtype.F32);
    }
  }

  /**
   * Loads it in this process, which should do nothing else; the small one comes first, so that the
   * start of the program itself is not counted.
   */
  public static LoadBench measure(Path directory, boolean mapped) {
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 0)) {
      load(directory.resolve("small"), mapped, engine);
      double seconds = load(directory, mapped, engine);
      return new LoadBench(mapped, seconds, Machine.peakMemory().orElse(0));
    }
  }

  private static double load(Path directory, boolean mapped, Engine engine) {
    long start = System.nanoTime();
    try (Decoder model =
        mapped ? Decoder.open(directory, engine) : Decoder.load(directory, engine)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      if (model.weights().isEmpty()) {
        throw new IllegalStateException("a model without weights");
      }
      return seconds;
    }
  }

  /** How long the system takes to read the file, warm: the best of five. */
  public static double readSeconds(Path directory) throws IOException {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      Path sink = Path.of("/dev/null");
      long start = System.nanoTime();
      Process cat =
          new ProcessBuilder("cat", directory.resolve("model.safetensors").toString())
              .redirectOutput(sink.toFile())
              .start();
      try {
        if (cat.waitFor() != 0) {
          throw new IOException("cat cannot read the checkpoint");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    return best;
  }

  /**
   * @param loads of several processes; the fastest and the largest count
   */
  public static Table table(List<LoadBench> loads, double readSeconds, Path directory)
      throws IOException {
    long size = Files.size(directory.resolve("model.safetensors"));
    double allowed = 1.15 * size + 600e6;
    Table table =
        Table.of(
            new Heading("how", "mapped where a model does not train, else copied", ""),
            new Heading("file_bytes", "f32 checkpoint", "B"),
            new Heading("read_s", "cat to /dev/null, warm, the best", "s"),
            new Heading("load_s", "to the tensors, the best", "s"),
            new Heading("load_ratio", "load_s / read_s", ""),
            new Heading("peak_rss_bytes", "of a process that loads it", "B"),
            new Heading("peak_ratio", "to 1.15 times the file and 600 MB", ""));
    for (boolean mapped : List.of(true, false)) {
      List<LoadBench> those = loads.stream().filter(one -> one.mapped == mapped).toList();
      double seconds = those.stream().mapToDouble(LoadBench::seconds).min().orElseThrow();
      long peak = those.stream().mapToLong(LoadBench::peakBytes).max().orElseThrow();
      table =
          table.with(
              mapped ? "mapped" : "copied",
              size,
              rounded(readSeconds),
              rounded(seconds),
              rounded(seconds / readSeconds),
              peak,
              rounded(peak / allowed));
    }
    return table;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
