package bantam.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Shared;
import bantam.recipes.RecipeException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharacterBpeTest {
  private static final String TEXT =
      "The boat was low, lower than the newest boat. It's the widest and newest boat we've seen:"
          + " 12 boats, 123 sails!\nCaf\u00e9 na\u00efve \u2014 the the  the\n\n";

  private static final List<String> SPECIALS = List.of("<s>", "<|im_end|>");

  @TempDir Path directory;

  private static CharacterBpe.Options options(int size, double coverage) {
    return new CharacterBpe.Options(size, coverage, 8192, 2, SPECIALS);
  }

  private List<String> merges() throws IOException {
    JsonNode root = new ObjectMapper().readTree(directory.resolve("tokenizer.json").toFile());
    return StreamSupport.stream(root.at("/model/merges").spliterator(), false)
        .map(JsonNode::textValue)
        .toList();
  }

  private static List<String> pieces(Tokenizer tokenizer, String text) {
    return Arrays.stream(tokenizer.encode(text, false)).mapToObj(tokenizer::piece).toList();
  }

  /** "abc abc abc xyz" and coverage: a space is 4 of 16, a, b and c are 3 each, x, y, z 1 each. */
  @Test
  void theRarestCharactersGoToTheirBytes() throws IOException {
    CharacterBpe.train(Stream.of("abc abc abc xyz"), options(300, 13 / 16.0), directory);
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(merges()).containsExactly("a b", "\u2581 ab", "\u2581ab c");
      assertThat(tokenizer.size()).isEqualTo(2 + 256 + 4 + 3);
      assertThat(IntStream.range(258, 265).mapToObj(tokenizer::piece))
          .containsExactly("a", "b", "c", "\u2581", "ab", "\u2581ab", "\u2581abc");
      assertThat(pieces(tokenizer, "abc x\u00e9"))
          .containsExactly("\u2581abc", "\u2581", "<0x78>", "<0xC3>", "<0xA9>");
      assertThat(tokenizer.piece(2 + 0x78)).isEqualTo("<0x78>");
    }
  }

  @Test
  void theAlphabetHasALimitAndAlwaysTheSpace() {
    CharacterBpe.train(
        Stream.of("eeeeeeee", "a"), new CharacterBpe.Options(300, 1, 2, 9, SPECIALS), directory);
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.size()).isEqualTo(2 + 256 + 2);
      assertThat(pieces(tokenizer, "ea")).containsExactly("\u2581", "e", "<0x61>");
      assertThat(pieces(tokenizer, "")).isEmpty();
    }
    CharacterBpe.train(Stream.of(""), options(259, 0), directory);
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(pieces(tokenizer, "a")).containsExactly("\u2581", "<0x61>");
      assertThat(tokenizer.decode(tokenizer.encode(" a", false), false)).isEqualTo(" a");
    }
  }

  /** A character that goes to bytes is a border: what stands left and right of it never merges. */
  @Test
  void doesNotMergeAcrossARareCharacter() throws IOException {
    CharacterBpe.train(Stream.of("bbbaxb aqb arb asb"), options(300, 0.75), directory);
    assertThat(merges()).doesNotContain("a b").contains("\u2581 a");
  }

  /** Computed by Python's tokenizers 0.23.2 (BpeTrainer, our normalizer and pre-tokenizer). */
  @Test
  void learnsTheMergesOfHuggingFacesTrainer() throws Exception {
    Path stories = Shared.path("data/text/tinystories-1mb/tiny_stories.txt");
    CharacterBpe.train(Stream.of(Files.readString(stories)), options(4096, 1), directory);
    assertThat(sha256(merges()))
        .isEqualTo("d44471e06e24902ad6b8c8607aa322016d5a69a7a07b2b8b9ef6b267d8d48129");
    Path wikitext = Shared.path("data/text/wikitext2-valid-test/valid.txt");
    CharacterBpe.train(Stream.of(Files.readString(wikitext)), options(8192, 1), directory);
    assertThat(sha256(merges()))
        .isEqualTo("5a13c14c8001b91230a54798add0a5abc81e380363fdb2675cfaeabe70e7be9f");
  }

  private static String sha256(List<String> merges) throws Exception {
    byte[] bytes = String.join("\n", merges).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void returnsAnyUnicodeTextUnchanged() {
    CharacterBpe.train(Stream.of(TEXT), options(330, 0.98), directory);
    SplittableRandom random = new SplittableRandom(3);
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      for (String text :
          List.of(
              " ", "  two leading", "\n\ttab\u0000\u001f", "\ud83d\ude00 \ud842\udfb7", "<0x41>")) {
        assertThat(tokenizer.decode(tokenizer.encode(text, false), false)).isEqualTo(text);
      }
      for (int i = 0; i < 500; i++) {
        String text =
            random
                .ints(random.nextInt(40), 0, random.nextBoolean() ? 0x250 : 0x110000)
                .filter(c -> (c < 0xD800 || c > 0xDFFF) && c != 0x2581)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        int[] ids = tokenizer.encode(text, false);
        assertThat(tokenizer.decode(ids, false)).isEqualTo(text);
        assertThat(tokenizer.encode(text, true)).isEqualTo(ids);
      }
    }
  }

  @Test
  void tokensEndWhereTheirCharactersDo() {
    CharacterBpe.train(Stream.of(TEXT), options(330, 0.98), directory);
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      Encoded encoded = tokenizer.encodeWithEnds("the \ud83d\ude00 boat", false);
      assertThat(Arrays.stream(encoded.ids()).mapToObj(tokenizer::piece))
          .containsExactly(
              "\u2581the", "\u2581", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>", "\u2581boat");
      assertThat(encoded.ends()).containsExactly(3, 4, 5, 5, 5, 5, 10);
    }
  }

  /** Text that looks like a byte's token, or is a special one, must not become a merge. */
  @Test
  void learnsNoTokenThatIsThereAlready() throws IOException {
    String text = "<0x41><0x41><0x41> <s><s><s>s<|im_end|>";
    CharacterBpe.train(Stream.of(text), options(400, 1), directory);
    assertThat(merges().stream().map(merge -> merge.replace(" ", "")))
        .doesNotContain("<0x41>", "<s>", "<|im_end|>")
        .doesNotHaveDuplicates();
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      assertThat(tokenizer.decode(tokenizer.encode("<0x41>", false), false)).isEqualTo("<0x41>");
      assertThat(tokenizer.encode("<s>", false)).containsExactly(0);
    }
  }

  @Test
  void theOrderOfTheTextsDoesNotMatter() throws IOException {
    CharacterBpe.train(Stream.of(TEXT, "one two", "two three"), options(300, 0.99), directory);
    String first = Files.readString(directory.resolve("tokenizer.json"));
    CharacterBpe.train(Stream.of("two three", "one two", TEXT), options(300, 0.99), directory);
    assertThat(directory.resolve("tokenizer.json")).hasContent(first);
  }

  @Test
  void aVocabularyWithoutRoomForTheSpaceIsRefused() {
    assertThatThrownBy(() -> options(258, 1))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("vocab_size");
  }
}
