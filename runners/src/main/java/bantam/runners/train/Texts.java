package bantam.runners.train;

import bantam.data.Corpora;
import bantam.data.pack.Rows;
import bantam.data.pack.Tokenized;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Choice;
import bantam.recipes.InputException;
import bantam.recipes.Training;
import bantam.runners.model.ModelConfig;
import java.nio.file.Path;
import java.util.Optional;

/** What a recipe's training and held-out texts become. */
public final class Texts {
  private Texts() {}

  /** The training text in steps. */
  public static BatchSource batches(Training training, Tokenizer tokenizer, long seed) {
    Rows rows = rows(training.train(), training, tokenizer);
    return new WindowBatches(rows, seed, training.batchSize(), training.rows());
  }

  /** The held-out text, where the recipe names one; laid out as the training text is. */
  public static Optional<Validation> validation(Training training, Tokenizer tokenizer) {
    return training
        .validation()
        .map(
            choice -> {
              Rows rows = rows(choice, training, tokenizer);
              long count = (long) training.validateBatches() * training.batchSize();
              return Validation.of(rows, (int) Math.min(count, rows.count()), training.rows());
            });
  }

  private static Rows rows(Choice corpus, Training training, Tokenizer tokenizer) {
    Tokenized text = Tokenized.of(Corpora.ALL.make(corpus), tokenizer);
    return Rows.of(text, training.context(), training.layout());
  }

  /**
   * The tokenizer in a checkpoint directory.
   *
   * @throws InputException if there is none, or one with more tokens than the model has
   */
  public static Tokenizer tokenizer(Path model, ModelConfig config) {
    Tokenizer tokenizer = Tokenizer.open(model);
    if (tokenizer.size() > config.vocabulary()) {
      tokenizer.close();
      throw new InputException(
          "%s: tokenizer.json has %d tokens and the model %d; the tokenizer does not belong to it"
              .formatted(model, tokenizer.size(), config.vocabulary()));
    }
    return tokenizer;
  }
}
