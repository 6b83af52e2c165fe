package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Common;
import bantam.recipes.Task;
import bantam.runners.evaluate.EvaluateBench;
import bantam.runners.evaluate.EvaluateBench.Asked;
import bantam.runners.evaluate.ScoringMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
  /** A heap that is resident from the start on does not grow while memory is measured. */
  private static final List<String> FLAGS = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

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

  @Option(
      names = "--memory",
      description =
          "Measures what scoring adds to the memory at vocabularies of 2,000 and 128,000, each case"
              + " in a process of its own; of --rounds the median counts.")
  private boolean memory;

  @Option(names = "--case", hidden = true, description = "Of --memory, in this process.")
  private String one;

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
    if (memory) {
      bantam.print(ScoringMemory.table(memory(asked)));
      return;
    }
    Path file =
        tokenizer != null
            ? tokenizer
            : bantam.data().orElse(Path.of("")).resolve("tokenizers/gpt2/tokenizer.json");
    try (Tokenizer words = Tokenizer.open(file)) {
      if (one == null) {
        bantam.print(
            EvaluateBench.table(EvaluateBench.measure(common, words, vocabulary, rounds, asked)));
      } else {
        Asked only =
            asked.stream().filter(task -> task.name().equals(one)).findFirst().orElseThrow();
        ScoringMemory found = ScoringMemory.measure(common, words, vocabulary, only);
        bantam.console().results().println(Children.write(found));
      }
    }
  }

  private List<ScoringMemory> memory(List<Asked> asked) {
    List<ScoringMemory> all = new ArrayList<>();
    for (Asked task : asked) {
      for (int size : ScoringMemory.VOCABULARIES) {
        bantam.console().say("measuring %s, vocabulary %,d".formatted(task.name(), size));
        List<ScoringMemory> same = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          String found = Children.run(FLAGS, arguments(task.name(), size));
          same.add(Children.read(found, ScoringMemory.class));
        }
        same.sort(Comparator.comparingLong(ScoringMemory::above));
        all.add(same.get((rounds - 1) / 2));
      }
    }
    return all;
  }

  private List<String> arguments(String task, int size) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "bench-evaluate",
                "--case",
                task,
                "--vocabulary",
                Integer.toString(size),
                "--dtype",
                bantam.dtype("f32"),
                "--device",
                bantam.device("cpu"),
                "--threads",
                Integer.toString(bantam.threads(0))));
    bantam.data().ifPresent(data -> words.addAll(List.of("--data", data.toString())));
    if (tokenizer != null) {
      words.addAll(List.of("--tokenizer", tokenizer.toString()));
    }
    return words;
  }
}
