package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.results.files.Whole;
import bantam.runners.bench.TokenizerBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the training of a tokenizer; {@code scripts/bench/tokenizer} calls it. */
@Command(
    name = "bench-tokenizer",
    hidden = true,
    description = "Trains a BPE tokenizer on generated text, and encodes with it.")
final class BenchTokenizerCommand implements Runnable {
  private final Bantam bantam;

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      description = "Text to train on; default: ${DEFAULT-VALUE}.")
  private int megabytes = 100;

  @Option(
      names = "--vocabulary",
      paramLabel = "N",
      description = "Tokens to learn; default: ${DEFAULT-VALUE}.")
  private int vocabulary = 32_000;

  @Option(names = "--characters", description = "Of characters with byte fallback, not of bytes.")
  private boolean characters;

  BenchTokenizerCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    checkField(megabytes >= 1, "--megabytes", megabytes, "must be at least 1");
    try {
      Path scratch = Files.createTempDirectory("bantam-bench");
      try {
        bantam.print(TokenizerBench.measure(megabytes, vocabulary, characters, scratch).table());
      } finally {
        Whole.remove(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
