package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Common;
import bantam.runners.generate.GenerateBench;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures generation; {@code scripts/bench/generate} calls it. */
@Command(
    name = "bench-generate",
    hidden = true,
    description = "Writes greedily with a model of 14 million parameters, 1 row and 16.")
final class BenchGenerateCommand implements Runnable {
  private final Bantam bantam;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "Tokens that each row writes; default: ${DEFAULT-VALUE}.")
  private int tokens = 128;

  BenchGenerateCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    checkField(tokens >= 1 && tokens <= 2000, "--tokens", tokens, "must be from 1 to 2000");
    Common.Dtype dtype = Common.Dtype.valueOf(bantam.dtype("f32").toUpperCase(Locale.ROOT));
    Common common = new Common("bench", "", 1, bantam.device("cpu"), dtype, bantam.threads(0));
    bantam.print(GenerateBench.table(GenerateBench.measure(common, tokens)));
  }
}
