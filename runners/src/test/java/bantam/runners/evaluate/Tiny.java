package bantam.runners.evaluate;

import bantam.data.corpus.Part;
import bantam.data.corpus.TextCorpus;
import bantam.data.tokenize.BpeTrainer;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.Choice;
import bantam.recipes.Common;
import bantam.recipes.Input;
import bantam.runners.engine.Dtype;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Rope;
import bantam.runners.model.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A checkpoint of random weights with its tokenizer, and the text that the tokenizer learned. */
public final class Tiny {
  private static final List<String> WORDS =
      List.of("the", "old", "red", "boat", "cat", "ran", "sat", "by", "a", "tree", "and", "saw");

  private Tiny() {}

  /** Sixty short documents. */
  public static String text() {
    return IntStream.range(0, 60)
        .mapToObj(
            line ->
                IntStream.range(0, 12)
                    .mapToObj(word -> WORDS.get((7 * line + word * word * (line % 5 + 1)) % 12))
                    .collect(Collectors.joining(" ", "", ".\n\n")))
        .collect(Collectors.joining());
  }

  /** The text as a corpus; its file is put into a directory. */
  public static Choice corpus(Path directory) {
    try {
      Path file = Files.writeString(directory.resolve("text.txt"), text());
      return new Choice(
          "text", new TextCorpus.Options(new Input.File(file), "blank-line", new Part(0, 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a checkpoint.
   *
   * @param ffn the layers' feed-forward widths
   */
  public static Path model(Path directory, Dtype dtype, Integer... ffn) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    BpeTrainer.train(
        text().lines(), new BpeTrainer.Options(280, 2, List.of("<|endoftext|>")), directory);
    try (Engine engine = Engine.start("cpu", Common.Dtype.F32, 2);
        Tokenizer tokenizer = Tokenizer.open(directory);
        Decoder decoder = Decoder.random(config(Tokens.of(tokenizer), ffn), engine, 5)) {
      decoder.save(directory, dtype);
    }
    return directory;
  }

  private static ModelConfig config(Tokens tokens, Integer... ffn) {
    return new ModelConfig(
        tokens.size(),
        16,
        4,
        2,
        4,
        Arrays.asList(ffn),
        1e-5,
        Rope.of(10000),
        true,
        false,
        false,
        64,
        tokens.bos(),
        tokens.eos());
  }
}
