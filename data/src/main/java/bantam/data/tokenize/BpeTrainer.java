package bantam.data.tokenize;

import static bantam.recipes.Checks.checkField;

import bantam.data.WholeFile;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
          List<String> specials) {
    public Options {
      specials = List.copyOf(specials);
      checkField(!specials.isEmpty(), "specials", specials, "must name at least one token");
      checkField(
          specials.stream().distinct().filter(special -> !special.isBlank()).count()
              == specials.size(),
          "specials",
          specials,
          "must be different and not blank");
      checkField(
          vocabSize >= 256 + specials.size(),
          "vocab_size",
          vocabSize,
          "must hold the 256 bytes and %d special tokens".formatted(specials.size()));
    }
  }

  private BpeTrainer() {}

  /**
   * Trains on texts and writes {@code tokenizer.json}, {@code tokenizer_config.json} and {@code
   * special_tokens_map.json}.
   *
   * @param directory an existing directory
   * @throws InputException if the files cannot be written
   */
  public static void train(Stream<String> texts, Options options, Path directory) {
    PieceCounts counts = new PieceCounts(PieceCounts.MOST);
    texts.forEach(counts::add);
    Map<Character, Integer> alphabet = alphabet(options.specials().size());
    int firstMerge = options.specials().size() + 256;
    Merges words = new Merges(alphabet);
    counts.drain((piece, count) -> words.add(ByteLevel.visible(piece), count));
    List<Merges.Merge> merges =
        words.learn(firstMerge, options.vocabSize() - firstMerge, options.minFrequency());
    List<String> pieces = new ArrayList<>(options.specials());
    alphabet.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(entry -> pieces.add(entry.getKey().toString()));
    merges.forEach(merge -> pieces.add(pieces.get(merge.left()) + pieces.get(merge.right())));
    write(directory, new BpeFiles(options.specials(), pieces, merges));
  }

  /** The bytes' ids, in the order of their characters. */
  private static Map<Character, Integer> alphabet(int first) {
    List<Character> characters =
        IntStream.range(0, 256).mapToObj(ByteLevel::character).sorted().toList();
    Map<Character, Integer> alphabet = new HashMap<>();
    characters.forEach(character -> alphabet.put(character, first + alphabet.size()));
    return alphabet;
  }

  private static void write(Path directory, BpeFiles files) {
    try {
      WholeFile.write(directory.resolve("tokenizer.json"), files.tokenizer());
      WholeFile.write(directory.resolve("tokenizer_config.json"), files.config());
      WholeFile.write(directory.resolve("special_tokens_map.json"), files.specialTokensMap());
    } catch (IOException e) {
      throw new InputException(directory + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
