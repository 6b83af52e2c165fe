package bantam.data;

import bantam.data.tokenize.Tokenizer;
import java.nio.file.Path;

/** Where a run's tokenizer comes from. */
public interface TokenizerSource {
  /**
   * Puts the tokenizer's files ({@code tokenizer.json} and those beside it) into a directory and
   * opens it.
   *
   * @param training the run's training text, for tokenizers that are trained on it
   * @param directory an existing directory
   */
  Tokenizer provide(Corpus training, Path directory);
}
