package bantam.data.tokenize;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.TokenizerSource;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A tokenizer that is trained on the run's own training text. */
public final class TrainedTokenizer implements TokenizerSource {
  /** Learns from texts and writes the tokenizer's files into an existing directory. */
  private interface Trainer {
    void train(Stream<String> texts, Path directory);
  }

  private final Trainer trainer;

  private TrainedTokenizer(Trainer trainer) {
    this.trainer = trainer;
  }

  /** Of bytes. */
  public static TrainedTokenizer bytes(BpeTrainer.Options options) {
    return new TrainedTokenizer((texts, directory) -> BpeTrainer.train(texts, options, directory));
  }

  /** Of characters. */
  public static TrainedTokenizer characters(CharacterBpe.Options options) {
    return new TrainedTokenizer(
        (texts, directory) -> CharacterBpe.train(texts, options, directory));
  }

  @Override
  public Tokenizer provide(Corpus training, Path directory) {
    try (Stream<Document> documents = training.documents()) {
      trainer.train(documents.map(Document::text), directory);
    }
    return Tokenizer.open(directory);
  }
}
