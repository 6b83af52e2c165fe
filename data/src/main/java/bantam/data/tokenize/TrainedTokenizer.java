package bantam.data.tokenize;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.TokenizerSource;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A byte-level BPE tokenizer trained on the run's own training text. */
public final class TrainedTokenizer implements TokenizerSource {
  private final BpeTrainer.Options options;

  public TrainedTokenizer(BpeTrainer.Options options) {
    this.options = options;
  }

  @Override
  public Tokenizer provide(Corpus training, Path directory) {
    try (Stream<Document> documents = training.documents()) {
      BpeTrainer.train(documents.map(Document::text), options, directory);
    }
    return Tokenizer.open(directory);
  }
}
