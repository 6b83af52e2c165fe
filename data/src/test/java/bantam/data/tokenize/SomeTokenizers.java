package bantam.data.tokenize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Small tokenizers for tests, with what their configuration asks for. */
public final class SomeTokenizers {
  private SomeTokenizers() {}

  /**
   * Bytes, and {@code <s>} 0, {@code </s>} 1, {@code <|im_start|>} 2, {@code <|im_end|>} 3.
   *
   * @param config {@code tokenizer_config.json}
   */
  public static Path bytes(Path directory, String config) {
    List<String> specials = List.of("<s>", "</s>", "<|im_start|>", "<|im_end|>");
    BpeTrainer.train(Stream.of("x"), new BpeTrainer.Options(260, 2, specials), directory);
    try {
      Files.delete(directory.resolve("special_tokens_map.json"));
      Files.writeString(directory.resolve("tokenizer_config.json"), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory;
  }
}
