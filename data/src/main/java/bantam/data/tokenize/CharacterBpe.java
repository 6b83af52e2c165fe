package bantam.data.tokenize;

import bantam.recipes.Key;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains a BPE tokenizer over characters with byte fallback, as SentencePiece's, and writes it as
 * Hugging Face files. Token ids: special tokens, the 256 bytes, the alphabet by code point, then
 * the merges in the order in which they were learned. A character that is not in the alphabet is
 * written as the bytes of its UTF-8, which never merge; so no text is unknown, and every text comes
 * back as it was, but for U+2581, which reads as a space.
 *
 * <p>SentencePiece gives the bytes room in the vocabulary in the same way. It differs in what it
 * cuts texts into, in taking scores for the order of merges, and in putting the alphabet last.
 *
 * @see <a href="https://github.com/google/sentencepiece/blob/master/doc/options.md">its options
 *     character_coverage and byte_fallback</a>
 */
public final class CharacterBpe {
  private static final String SPACE = CharacterLevel.SPACE;

  /** The keys of {@code use: character-bpe}. */
  public record Options(
      @Key(
              value =
                  "tokens at most: specials, 256 bytes, the alphabet and merges; fewer if the text"
                      + " is small",
              min = 258,
              max = 1 << 20)
          int vocabSize,
      @Key(
              value =
                  "share of the text's characters that get a token; the rarest go to their bytes",
              preset = "0.9995",
              min = 0,
              max = 1)
          double coverage,
      @Key(value = "characters that get a token at most", preset = "8192", min = 1, max = 1 << 20)
          int alphabet,
      @Key(value = "how often a pair must occur to become a token", preset = "2", min = 1)
          int minFrequency,
      @Key(
              value = "special tokens; the first one begins, ends and pads a text",
              preset = "['<|endoftext|>']")
          List<String> specials)
      implements BpeOptions {
    public Options {
      specials = List.copyOf(specials);
      // one more for the space
      BpeOptions.check(vocabSize - 1, specials);
    }
  }

  private CharacterBpe() {}

  /**
   * Trains on texts and writes {@code tokenizer.json}, {@code tokenizer_config.json} and {@code
   * special_tokens_map.json}.
   *
   * @param directory an existing directory
   * @throws bantam.recipes.InputException if the files cannot be written
   */
  public static void train(Stream<String> texts, Options options, Path directory) {
    PieceCounts counts = new PieceCounts(PieceCounts.MOST, CharacterLevel.PIECES);
    Pattern specials = either(options.specials());
    texts.forEach(text -> add(text, specials, counts));
    int first = options.specials().size() + 256;
    List<Integer> characters = characters(counts, options, options.vocabSize() - first);
    Map<Integer, Integer> symbols = Alphabet.numbered(characters, first);
    Merges words = new Merges();
    counts.drain((piece, count) -> add(written(piece), count, symbols, words));
    int firstMerge = first + symbols.size();
    List<Merges.Merge> merges =
        words.learn(firstMerge, options.vocabSize() - firstMerge, options.minFrequency());
    List<String> tokens =
        Stream.concat(
                IntStream.range(0, 256).mapToObj(CharacterLevel::token),
                characters.stream().map(Character::toString))
            .toList();
    BpeFiles.of(options.specials(), tokens, merges, CharacterLevel.steps()).write(directory);
  }

  /** The space, without which no text is written, and the most frequent others. */
  private static List<Integer> characters(PieceCounts counts, Options options, int room) {
    Alphabet alphabet = new Alphabet();
    counts.forEach((piece, count) -> alphabet.add(written(piece), count));
    int most = Math.min(options.alphabet(), room);
    List<Integer> characters = alphabet.characters(options.coverage(), most);
    int space = SPACE.codePointAt(0);
    if (characters.contains(space)) {
      return characters;
    }
    return Stream.concat(
            Stream.of(space), alphabet.characters(options.coverage(), most - 1).stream())
        .sorted()
        .toList();
  }

  /** As the encoder will see it: cut at special tokens, and a space before each part. */
  private static void add(String text, Pattern specials, PieceCounts counts) {
    specials
        .splitAsStream(text)
        .filter(part -> !part.isEmpty())
        .forEach(part -> counts.add(" " + part.replace(SPACE, " ")));
  }

  /** The longest special token at a place is the one that counts. */
  private static Pattern either(List<String> specials) {
    return Pattern.compile(
        specials.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|")));
  }

  private static String written(String piece) {
    return piece.replace(" ", SPACE);
  }

  /** Adds the parts of a piece between characters that go to bytes. */
  private static void add(String piece, long count, Map<Integer, Integer> symbols, Merges words) {
    int[] characters = piece.codePoints().toArray();
    int[] part = new int[characters.length];
    int size = 0;
    for (int i = 0; i <= characters.length; i++) {
      Integer symbol = i < characters.length ? symbols.get(characters[i]) : null;
      if (symbol != null) {
        part[size++] = symbol;
      } else {
        words.add(Arrays.copyOf(part, size), count);
        size = 0;
      }
    }
  }
}
