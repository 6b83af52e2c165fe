package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Common;
import bantam.recipes.Decoding;
import bantam.recipes.Generate;
import bantam.recipes.Input;
import bantam.results.Format;
import bantam.results.Row;
import bantam.results.Table;
import bantam.runners.StopSignal;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Subject;
import bantam.runners.generate.Assignment;
import bantam.runners.generate.Datastore;
import bantam.runners.generate.Ensemble;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Continues prompts without a recipe and without a run. */
@Command(
    name = "generate",
    description = "Continues prompts with a model and prints the text; a generate recipe keeps it.")
final class GenerateCommand implements Runnable {
  private final Bantam bantam;

  @Parameters(paramLabel = "MODEL", description = "A checkpoint directory, or a run.")
  private String model;

  @Option(
      names = "--adapter",
      paramLabel = "ADAPTER",
      description = "An adapter to put on the model: a directory in PEFT's format, or a run.")
  private Optional<String> adapter = Optional.empty();

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      required = true,
      description = "What to continue; may be given several times.")
  private List<String> prompts;

  @Option(
      names = "--chat",
      description =
          "Puts each prompt as a user's message, in the model's chat template; prints the answer.")
  private boolean chat;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "New tokens at most; default: ${DEFAULT-VALUE}.")
  private int maxTokens = 128;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "0 is greedy, otherwise logits are divided by it; default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Samples from the K likeliest tokens; 0 from all; default: ${DEFAULT-VALUE}.")
  private int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description =
          "Samples from the likeliest tokens that together have this probability; default:"
              + " ${DEFAULT-VALUE}.")
  private double topP = 1;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      description =
          "Samples from tokens with at least this share of the likeliest one's probability;"
              + " default: ${DEFAULT-VALUE}.")
  private double minP;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "R",
      description =
          "Divides the logits of tokens that were there before; default: ${DEFAULT-VALUE}.")
  private double penalty = 1;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      description = "Ends a completion, which is cut before it; may be given several times.")
  private List<String> stops = new ArrayList<>();

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Completions of each prompt; default: ${DEFAULT-VALUE}.")
  private int samples = 1;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random; default: ${DEFAULT-VALUE}.")
  private long seed = 17;

  @Mixin private InfiniGramOptions infiniGram;

  GenerateCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    checkField(maxTokens >= 1, "--max-tokens", maxTokens, "must be at least 1");
    checkField(temperature >= 0, "--temperature", temperature, "must not be negative");
    checkField(topK >= 0, "--top-k", topK, "must not be negative");
    checkField(topP > 0 && topP <= 1, "--top-p", topP, "must be above 0 and at most 1");
    checkField(minP >= 0 && minP <= 1, "--min-p", minP, "must be from 0 to 1");
    checkField(penalty > 0, "--repetition-penalty", penalty, "must be above 0");
    checkField(!stops.contains(""), "--stop", "''", "must not be empty");
    checkField(samples >= 1, "--samples", samples, "must be at least 1");
    Logging.silence();
    Path directory = Models.directory(bantam, model);
    try (Engine engine = Models.engine(bantam);
        Subject subject = Subject.open(engine, directory, Models.adapter(bantam, adapter));
        Ensemble models = Ensemble.of(subject.decoder()).with(text(subject))) {
      List<Row.Completion> rows = new ArrayList<>();
      Assignment asked = Assignment.of(recipe(directory), subject, models);
      (chat ? asked.chat() : asked)
          .complete(
              new StopSignal(),
              row -> {
                rows.add(row);
                if (bantam.format() == Format.TABLE) {
                  bantam
                      .console()
                      .results()
                      .println(chat ? row.completion() : row.prompt() + row.completion());
                }
              });
      if (bantam.format() != Format.TABLE) {
        bantam.print(Table.of(Row.Completion.class, rows));
      }
    }
  }

  private Optional<Datastore> text(Subject subject) {
    return infiniGram
        .interpolation()
        .map(counted -> Datastore.open(counted, subject, bantam.runs(), this::note));
  }

  private void note(String line) {
    if (!bantam.quiet()) {
      bantam.console().say(line);
    }
  }

  private Generate recipe(Path directory) {
    Common common = new Common("direct", "", seed, bantam.device("auto"), Common.Dtype.AUTO, 0);
    return new Generate(
        common,
        new Input.File(directory),
        Optional.empty(),
        prompts,
        Optional.empty(),
        samples,
        new Decoding(maxTokens, temperature, topK, topP, minP, penalty, Optional.empty(), stops),
        Optional.empty(),
        infiniGram.interpolation());
  }
}
