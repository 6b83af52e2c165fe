package bantam.data.tokenize;

import bantam.data.Corpus;
import bantam.data.TokenizerSource;
import bantam.data.WholeFile;
import bantam.recipes.Input;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A tokenizer that exists already; its files are copied. */
public final class GivenTokenizer implements TokenizerSource {
  private static final List<String> BESIDE =
      List.of("tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja");

  /** The keys of {@code use: file}. */
  public record Options(
      @Key("a Hugging Face tokenizer.json, or a directory that holds one") Input path) {}

  private final Options options;

  public GivenTokenizer(Options options) {
    this.options = options;
  }

  @Override
  public Tokenizer provide(Corpus training, Path directory) {
    checkWhole(options.path().path());
    try (Tokenizer given = Tokenizer.open(options.path().path())) {
      copy(given.file(), directory);
    }
    return Tokenizer.open(directory);
  }

  /** A run counts its inputs by what the recipe names, so that must be all that decides. */
  private static void checkWhole(Path path) {
    for (String name : BESIDE) {
      if (!Files.isDirectory(path) && Files.exists(path.resolveSibling(name))) {
        throw new InputException(
            "%s: %s lies beside it and belongs to the tokenizer; name the directory"
                .formatted(path, name));
      }
    }
  }

  /**
   * Copies a tokenizer's files into a directory.
   *
   * @param tokenizerJson the main file; what else belongs to it lies beside it
   * @throws InputException if a file cannot be read or written
   */
  public static void copy(Path tokenizerJson, Path directory) {
    try {
      WholeFile.write(directory.resolve("tokenizer.json"), Files.readString(tokenizerJson));
      for (String name : BESIDE) {
        Path beside = tokenizerJson.resolveSibling(name);
        if (Files.isRegularFile(beside)) {
          WholeFile.write(directory.resolve(name), Files.readString(beside));
        }
      }
    } catch (IOException e) {
      throw new InputException(
          "%s: cannot be copied to %s: %s".formatted(tokenizerJson, directory, e.getMessage()), e);
    }
  }
}
