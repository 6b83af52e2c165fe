package bantam.runners.model;

import bantam.data.WholeFile;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tokenizer beside a checkpoint, which goes where the checkpoint goes. */
public final class TokenizerFiles {
  private static final List<String> NAMES =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "chat_template.jinja");

  private TokenizerFiles() {}

  /**
   * Copies a tokenizer's files byte by byte.
   *
   * @param from a directory with {@code tokenizer.json}
   * @param to an existing directory
   */
  public static void copy(Path from, Path to) {
    if (!Files.exists(from.resolve("tokenizer.json"))) {
      throw new InputException(from + ": holds no tokenizer.json");
    }
    for (String name : NAMES) {
      Path file = from.resolve(name);
      if (Files.exists(file)) {
        copyFile(file, to.resolve(name));
      }
    }
  }

  private static void copyFile(Path from, Path to) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(from));
      WholeFile.write(
          to,
          channel -> {
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          });
    } catch (IOException e) {
      throw new InputException(
          "%s: cannot be copied to %s: %s".formatted(from, to, e.getMessage()), e);
    }
  }
}
