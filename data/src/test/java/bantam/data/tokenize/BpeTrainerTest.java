package bantam.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.data.Shared;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {
  private static final String TEXT =
      "The boat was low, lower than the newest boat. It's the widest and newest boat we've seen:"
          + " 12 boats, 123 sails!\nCaf\u00e9 na\u00efve \u2014 the the  the\n\n";

  @TempDir Path directory;

  private static BpeTrainer.Options options(int size) {
    return new BpeTrainer.Options(size, 2, List.of("<|endoftext|>"));
  }

  private List<String> merges() throws IOException {
    JsonNode root = new ObjectMapper().readTree(directory.resolve("tokenizer.json").toFile());
    return StreamSupport.stream(root.at("/model/merges").spliterator(), false)
        .map(JsonNode::textValue)
        .toList();
  }

  /**
   * Sennrich's dictionary with '.' as the word end, counted by hand: e-s, s-t, and t-. all occur 9
   * times, and e comes first; then es-t and t-. are level, and t is older than es; and so on.
   */
  @Test
  void mergesSennrichsExampleAsCountedByHand() {
    String names = ".deilnorstw";
    Map<String, Long> words = Map.of("low.", 5L, "lower.", 2L, "newest.", 6L, "widest.", 3L);
    Merges learner = new Merges();
    words.forEach((word, count) -> learner.add(word.chars().map(names::indexOf).toArray(), count));
    List<Merges.Merge> merges = learner.learn(11, 6, 1);
    assertThat(merges)
        .containsExactly(
            merge(names, 'e', 's'), // 9; es is 11
            merge(names, 't', '.'), // 9; t. is 12
            new Merges.Merge(11, 12), // 9; est. is 13
            merge(names, 'l', 'o'), // 7; lo is 14
            new Merges.Merge(14, names.indexOf('w')), // 7; low is 15
            merge(names, 'e', 'w')); // 6, as n-e is, but e is the smaller
  }

  private static Merges.Merge merge(String names, char left, char right) {
    return new Merges.Merge(names.indexOf(left), names.indexOf(right));
  }

  /** Computed by Python's tokenizers 0.23.2 (BpeTrainer, ByteLevel) on the same text. */
  @Test
  void learnsTheMergesOfHuggingFacesTrainer() throws IOException {
    BpeTrainer.train(Stream.of(TEXT), options(290), directory);
    assertThat(merges())
        .containsExactly(
            "h e",
            "\u0120 t",
            "\u0120t he",
            "a t",
            "b o",
            "w e",
            "\u0120 bo",
            "\u0120bo at",
            "s t",
            "\u0120 n",
            "1 2",
            "a n",
            "e we",
            "l o",
            "v e",
            "\u0120 s",
            "\u0120 w",
            "\u0120 12",
            "\u0120 lo",
            "\u0120n ewe",
            "\u0120newe st");
  }

  /** The sha256 of the merges, joined by line feeds, that Python's tokenizers 0.23.2 learns. */
  @Test
  void learnsThousandsOfMergesOfHuggingFacesTrainerOnRealText() throws Exception {
    Path stories = Shared.path("data/text/tinystories-1mb/tiny_stories.txt");
    BpeTrainer.train(Stream.of(Files.readString(stories)), options(4096), directory);
    assertThat(sha256(merges()))
        .isEqualTo("39ace3062a87c7c237c0a5dff09a507d3dc444ae552213e53f5c78428b05aea2");
    Path wikitext = Shared.path("data/text/wikitext2-valid-test/valid.txt");
    BpeTrainer.train(Stream.of(Files.readString(wikitext)), options(8192), directory);
    assertThat(sha256(merges()))
        .isEqualTo("4f5c696264d36820ad073772cbcd6f67158d24bf4acc8fe90832ec9571f2de33");
  }

  private static String sha256(List<String> merges) throws Exception {
    byte[] bytes = String.join("\n", merges).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** By hand: the fifth different piece, "y", leaves only those that came twice, and z follows. */
  @Test
  void forgetsTheRarestPiecesWhenThereAreTooMany() {
    PieceCounts counts = new PieceCounts(4, ByteLevel.PIECES);
    counts.add("a a a a a b b x y z a b");
    Map<String, Long> left = new HashMap<>();
    counts.drain(left::put);
    assertThat(left).containsExactlyInAnyOrderEntriesOf(Map.of(" a", 5L, " b", 3L, " z", 1L));
    counts.drain((piece, count) -> assertThat(piece).isNull());
  }

  @Test
  void aPairBelowTheMinimumFrequencyIsNotMerged() throws IOException {
    BpeTrainer.train(
        Stream.of("abc abc abc xyz"), new BpeTrainer.Options(300, 3, List.of("</s>")), directory);
    assertThat(merges()).containsExactly("a b", "ab c");
    BpeTrainer.train(
        Stream.of("abc abc abc xyz"), new BpeTrainer.Options(300, 4, List.of("</s>")), directory);
    assertThat(merges()).isEmpty();
  }

  @Test
  void specialTokensStandAheadAndAreFoundInText() {
    List<String> specials = List.of("<s>", "<|im_start|>", "<|im_end|>");
    BpeTrainer.train(Stream.of(TEXT), new BpeTrainer.Options(300, 2, specials), directory);
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      int[] ids = tokenizer.encode("<|im_start|>the boat<|im_end|>", false);
      assertThat(ids).startsWith(1).endsWith(2);
      assertThat(ids[1]).isGreaterThan(2);
      assertThat(tokenizer.decode(ids, false)).isEqualTo("<|im_start|>the boat<|im_end|>");
      assertThat(tokenizer.decode(ids, true)).isEqualTo("the boat");
    }
  }

  @Test
  void theOrderOfTheTextsDoesNotMatter() throws IOException {
    BpeTrainer.train(Stream.of(TEXT, "one two", "two three"), options(300), directory);
    String first = Files.readString(directory.resolve("tokenizer.json"));
    BpeTrainer.train(Stream.of("two three", "one two", TEXT), options(300), directory);
    assertThat(directory.resolve("tokenizer.json")).hasContent(first);
  }

  @Test
  void returnsAnyUnicodeTextUnchanged() {
    BpeTrainer.train(Stream.of(TEXT), options(290), directory);
    SplittableRandom random = new SplittableRandom(3);
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.eos()).isEqualTo(OptionalInt.of(0));
      assertThat(tokenizer.bos()).isEqualTo(OptionalInt.of(0));
      assertThat(tokenizer.size()).isEqualTo(257 + 21);
      for (int i = 0; i < 500; i++) {
        String text =
            random
                .ints(random.nextInt(40), 0, random.nextBoolean() ? 0x250 : 0x110000)
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        int[] ids = tokenizer.encode(text, false);
        assertThat(tokenizer.decode(ids, false)).isEqualTo(text);
        assertThat(tokenizer.encode(text, true)).isEqualTo(ids);
      }
    }
  }

  @Test
  void tenMegabytesTakeSeconds() throws IOException {
    String text = Files.readString(Shared.path("data/text/wikitext2-valid-test/test.txt"));
    long start = System.nanoTime();
    BpeTrainer.train(Stream.generate(() -> text).limit(8), options(8192), directory);
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(60);
    assertThat(merges()).hasSize(8192 - 257);
  }
}
