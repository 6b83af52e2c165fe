package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Common;
import bantam.recipes.Task;
import bantam.runners.evaluate.EvaluateBench;
import bantam.runners.evaluate.EvaluateBench.Asked;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the scoring of tasks; {@code scripts/bench/evaluate} calls it. */
@Command(
    name = "bench-evaluate",
    hidden = true,
    description = "Scores tasks with a model of random weights, sharing and not, in turns.")
final class BenchEvaluateCommand implements Runnable {
  private final Bantam bantam;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "Default: GPT-2's, tokenizers/gpt2/tokenizer.json below --data.")
  private Path tokenizer;

  @Option(
      names = "--vocabulary",
      paramLabel = "N",
      description = "Of the model; default: ${DEFAULT-VALUE}.")
  private int vocabulary = 50257;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Of which the best counts; default: ${DEFAULT-VALUE}.")
  private int rounds = 2;

  BenchEvaluateCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    checkField(vocabulary >= 2, "--vocabulary", vocabulary, "must be at least 2");
    checkField(rounds >= 1, "--rounds", rounds, "must be at least 1");
    Common.Dtype dtype = Common.Dtype.valueOf(bantam.dtype("f32").toUpperCase(Locale.ROOT));
    Common common = new Common("bench", "", 1, bantam.device("cpu"), dtype, bantam.threads(0));
    Task subject = bantam.reader().task("mmlu_abstract_algebra");
    List<Asked> asked =
        List.of(
            new Asked("hellaswag", bantam.reader().task("hellaswag"), 200),
            new Asked("mmlu", subject.settled(Optional.of(5)), 60));
    Path file =
        tokenizer != null
            ? tokenizer
            : bantam.data().orElse(Path.of("")).resolve("tokenizers/gpt2/tokenizer.json");
    try (Tokenizer words = Tokenizer.open(file)) {
      bantam.print(
          EvaluateBench.table(EvaluateBench.measure(common, words, vocabulary, rounds, asked)));
    }
  }
}
