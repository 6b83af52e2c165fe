package bantam.cli;

import bantam.recipes.RecipeException;
import bantam.results.Format;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.runners.adapt.Adapters;
import bantam.runners.engine.Engine;
import bantam.runners.evaluate.Subject;
import bantam.runners.generate.Inspection;
import bantam.runners.generate.Inspection.Token;
import bantam.runners.model.Decoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a model makes of a text: the first thing to run on a new checkpoint. */
@Command(
    name = "inspect",
    description =
        "Shows what a model makes of a text: tokens, log-probabilities, what would follow.")
final class InspectCommand implements Runnable {
  private final Bantam bantam;

  @Parameters(paramLabel = "MODEL", description = "A checkpoint directory, or a run.")
  private String model;

  @Option(
      names = "--adapter",
      paramLabel = "ADAPTER",
      description = "An adapter to put on the model: a directory in PEFT's format, or a run.")
  private Optional<String> adapter = Optional.empty();

  @ArgGroup(multiplicity = "1")
  private Given given;

  /** What the model reads. */
  static final class Given {
    @Option(
        names = "--text",
        required = true,
        description = "The text; the tokenizer adds its special tokens.")
    private String text;

    @Option(
        names = "--ids",
        required = true,
        split = ",",
        paramLabel = "ID",
        description = "Exactly these token ids, such as 1,5,9.")
    private int[] ids;
  }

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "Likeliest tokens in each place; default: ${DEFAULT-VALUE}.")
  private int top = 5;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description =
          "Tokens of the greedy continuation, past end tokens; default: ${DEFAULT-VALUE}.")
  private int maxTokens = 20;

  InspectCommand(Bantam bantam) {
    this.bantam = bantam;
  }

  @Override
  public void run() {
    if (top < 0 || maxTokens < 0) {
      throw new RecipeException("--top and --max-tokens must not be negative");
    }
    Logging.silence();
    Path directory = Models.directory(bantam, model);
    try (Engine engine = Models.engine(bantam)) {
      if (given.ids != null && Files.notExists(directory.resolve("tokenizer.json"))) {
        // a checkpoint on its own: ids are all that it needs
        try (Decoder decoder = Decoder.open(directory, engine)) {
          Models.adapter(bantam, adapter).ifPresent(path -> Adapters.load(path, decoder));
          show(Inspection.of(decoder, Optional.empty(), given.ids, top, maxTokens));
        }
      } else {
        show(read(engine, directory));
      }
    }
  }

  private Inspection read(Engine engine, Path directory) {
    try (Subject subject = Subject.open(engine, directory, Models.adapter(bantam, adapter))) {
      int[] ids = given.ids != null ? given.ids : subject.tokenizer().encode(given.text, true);
      int[] read = ids.length == 0 ? new int[] {subject.prefix()} : ids;
      return Inspection.of(subject, read, top, maxTokens);
    }
  }

  private void show(Inspection seen) {
    if (bantam.format() == Format.JSON) {
      bantam.console().results().println(InspectionJson.of(seen));
      return;
    }
    Table table =
        Table.of(
            new Heading("id"),
            new Heading("piece"),
            new Heading("logprob"),
            new Heading("top " + top));
    for (Token token : seen.tokens()) {
      String candidates =
          token.top().stream()
              .map(one -> String.format(Locale.ROOT, "%s %.2f", one.piece(), one.logProbability()))
              .collect(Collectors.joining("  "));
      Double log = token.logProbability().isPresent() ? token.logProbability().getAsDouble() : null;
      table = table.with((long) token.id(), token.piece(), log, candidates);
    }
    bantam.print(table);
    if (bantam.format() == Format.TABLE) {
      bantam
          .console()
          .results()
          .printf(
              Locale.ROOT,
              "%nlog-probability %.4f of %d tokens%ngreedy: %s%n",
              seen.sum(),
              seen.tokens().size(),
              seen.greedyText());
    }
  }
}
