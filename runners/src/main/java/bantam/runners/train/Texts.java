package bantam.runners.train;

import bantam.data.Corpora;
import bantam.data.Corpus;
import bantam.data.pack.Mixture;
import bantam.data.pack.Rows;
import bantam.data.pack.TokenCache;
import bantam.data.pack.Tokenized;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Canonical;
import bantam.recipes.Choice;
import bantam.recipes.Data;
import bantam.recipes.InputException;
import bantam.recipes.Portion;
import bantam.recipes.Training;
import bantam.results.files.Contents;
import bantam.runners.RunContext;
import bantam.runners.model.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a recipe's training and held-out texts become.
 *
 * @param tokenizer stays open while they are made
 */
public record Texts(Training training, Tokenizer tokenizer, RunContext context) {
  /** The training text in steps. */
  public BatchSource batches(long seed) {
    if (training.data().isPresent()) {
      return mix(training.data().get(), seed);
    }
    Rows rows = rows(training.train().orElseThrow());
    return new WindowBatches(rows, seed, training.batchSize(), training.rows());
  }

  private BatchSource mix(Data data, long seed) {
    List<Rows> texts = data.mix().stream().map(this::rows).toList();
    List<Mixture.Source> sources = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Portion portion = data.mix().get(i);
      sources.add(
          new Mixture.Source(
              portion.label(), texts.get(i).count(), portion.epochsMax(), portion::weightAt));
    }
    Mixture mixture = Mixture.of(sources, seed, training.steps(), training.batchSize());
    return new MixBatches(texts, mixture, training.rows());
  }

  /** The training text as it is, of a mix every source's once; for a tokenizer to be trained on. */
  static Corpus corpus(Training training) {
    if (training.train().isPresent()) {
      return Corpora.ALL.make(training.train().get());
    }
    List<Portion> mix = training.data().orElseThrow().mix();
    return () -> mix.stream().flatMap(portion -> Corpora.ALL.make(portion.source()).documents());
  }

  /** The held-out text, where the recipe names one; laid out as the training text is. */
  public Optional<Validation> validation() {
    return training
        .validation()
        .map(
            choice -> {
              Rows rows = rows(choice);
              long count = (long) training.validateBatches() * training.batchSize();
              return Validation.of(rows, (int) Math.min(count, rows.count()), training.rows());
            });
  }

  private Rows rows(Portion portion) {
    try {
      return rows(portion.source());
    } catch (InputException e) {
      throw new InputException("data.mix, %s: %s".formatted(portion.label(), e.getMessage()), e);
    }
  }

  private Rows rows(Choice corpus) {
    Contents contents = new Contents(context.runs());
    TokenCache cache =
        new TokenCache(
            context.runs().resolve(".bantam").resolve("tokens"), context.progress()::say);
    String identity = Canonical.json(corpus, input -> contents.sha256(input.path()));
    Tokenized text = cache.of(Corpora.ALL.make(corpus), identity, tokenizer);
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
