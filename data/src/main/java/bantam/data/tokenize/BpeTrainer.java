package bantam.data.tokenize;

import bantam.recipes.Key;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains a byte-level BPE tokenizer, as GPT-2's, and writes it as Hugging Face files. Token ids are
 * laid out as Hugging Face's trainer does it: special tokens, the 256 bytes, then the merges in the
 * order in which they were learned. Every byte is a token, so that no text is unknown. The same
 * text in any order gives the same file, unless its pieces are so many that {@link PieceCounts}
 * forgets.
 */
public final class BpeTrainer {
  /** The keys of {@code use: bpe}. */
  public record Options(
      @Key(
              value = "tokens at most: specials, 256 bytes and merges; fewer if the text is small",
              min = 257,
              max = 1 << 20)
          int vocabSize,
      @Key(value = "how often a pair must occur to become a token", preset = "2", min = 1)
          int minFrequency,
      @Key(
              value = "special tokens; the first one begins, ends and pads a text",
              preset = "['<|endoftext|>']")
          List<String> specials)
      implements BpeOptions {
    public Options {
      specials = List.copyOf(specials);
      BpeOptions.check(vocabSize, specials);
    }
  }

  private BpeTrainer() {}

  /**
   * Trains on texts and writes {@code tokenizer.json}, {@code tokenizer_config.json} and {@code
   * special_tokens_map.json}.
   *
   * @param directory an existing directory
   * @throws bantam.recipes.InputException if the files cannot be written
   */
  public static void train(Stream<String> texts, Options options, Path directory) {
    PieceCounts counts = new PieceCounts(PieceCounts.MOST, ByteLevel.PIECES);
    texts.forEach(counts::add);
    List<Integer> characters =
        IntStream.range(0, 256).mapToObj(b -> (int) ByteLevel.character(b)).sorted().toList();
    Map<Integer, Integer> symbols = Alphabet.numbered(characters, options.specials().size());
    int firstMerge = options.specials().size() + 256;
    Merges words = new Merges();
    counts.drain(
        (piece, count) ->
            words.add(ByteLevel.visible(piece).chars().map(symbols::get).toArray(), count));
    List<Merges.Merge> merges =
        words.learn(firstMerge, options.vocabSize() - firstMerge, options.minFrequency());
    List<String> bytes = characters.stream().map(Character::toString).toList();
    BpeFiles.of(options.specials(), bytes, merges, ByteLevel.steps()).write(directory);
  }
}
