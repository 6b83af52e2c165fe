package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Interpolation;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which a text's counts are mixed into a model's probabilities. */
final class InfiniGramOptions {
  @Option(
      names = "--infini-gram",
      paramLabel = "CORPUS",
      description =
          "Mixes how this text goes on into every probability: a .jsonl or .arrow file with a field"
              + " 'text', or plain text.")
  private Optional<Path> corpus = Optional.empty();

  @Option(
      names = "--infini-gram-weight",
      paramLabel = "W",
      description = "With --infini-gram: its share, from 0 to below 1; default: ${DEFAULT-VALUE}.")
  private double weight = 0.2;

  @Option(
      names = "--infini-gram-sparse-weight",
      paramLabel = "W",
      description =
          "The same where the text always goes on with one and the same token; default:"
              + " ${DEFAULT-VALUE}.")
  private double sparseWeight = 0.3;

  /** What the options ask for. */
  Optional<Interpolation> interpolation() {
    checkField(
        weight >= 0 && weight < 1, "--infini-gram-weight", weight, "must be from 0 to below 1");
    checkField(
        sparseWeight >= 0 && sparseWeight < 1,
        "--infini-gram-sparse-weight",
        sparseWeight,
        "must be from 0 to below 1");
    return corpus.map(path -> new Interpolation(TextFiles.corpus(path), weight, sparseWeight));
  }
}
