package bantam.cli;

import bantam.results.files.Whole;
import bantam.runners.bench.LoadBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how checkpoints are read; {@code scripts/bench/load} calls it. */
@Command(
    name = "bench-load",
    hidden = true,
    description = "Writes a checkpoint of 1 GB and loads it, each time in its own process.")
final class BenchLoadCommand implements Runnable {
  private static final int LOADS = 3;

  private final Bantam bantam;

  @Option(names = "--here", hidden = true, description = "Loads it in this process.")
  private Path here;

  @Option(names = "--mapped", hidden = true, description = "Over the mapped file.")
  private boolean mapped;

  BenchLoadCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    if (here != null) {
      bantam.console().results().println(Children.write(LoadBench.measure(here, mapped)));
      return;
    }
    try {
      Path scratch = Files.createTempDirectory("bantam-bench");
      try {
        LoadBench.write(scratch);
        double read = LoadBench.readSeconds(scratch);
        List<LoadBench> loads = new ArrayList<>();
        for (int i = 0; i < 2 * LOADS; i++) {
          List<String> words = new ArrayList<>(List.of("bench-load", "--here", scratch.toString()));
          if (i % 2 == 0) {
            words.add("--mapped");
          }
          loads.add(Children.read(Children.run(words), LoadBench.class));
        }
        bantam.print(LoadBench.table(loads, read, scratch));
      } finally {
        Whole.remove(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
