package bantam.cli;

import static bantam.recipes.Checks.checkField;

import bantam.recipes.Interpolation;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which a text's counts are mixed into a model's probabilities. */
final class InfiniGramOptions {
  private static final double WEIGHT = 0.2;
  private static final double SPARSE_WEIGHT = 0.3;

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
      description = "With --infini-gram: its share, from 0 to below 1; default: " + WEIGHT + ".")
  private Optional<Double> weight = Optional.empty();

  @Option(
      names = "--infini-gram-sparse-weight",
      paramLabel = "W",
      description =
          "The same where the text always goes on with one and the same token; default: "
              + SPARSE_WEIGHT
              + ".")
  private Optional<Double> sparseWeight = Optional.empty();

  /** What the options ask for. */
  Optional<Interpolation> interpolation() {
    double share = share("--infini-gram-weight", weight, WEIGHT);
    double sparse = share("--infini-gram-sparse-weight", sparseWeight, SPARSE_WEIGHT);
    return corpus.map(path -> new Interpolation(TextFiles.corpus(path), share, sparse));
  }

  private double share(String option, Optional<Double> given, double preset) {
    double share = given.orElse(preset);
    checkField(share >= 0 && share < 1, option, share, "must be from 0 to below 1");
    checkField(
        given.isEmpty() || corpus.isPresent(), option, share, "needs --infini-gram with a text");
    return share;
  }
}
