package bantam.data.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.Document.Piece;
import bantam.data.tokenize.BpeTrainer;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCacheTest {
  @TempDir Path temporary;
  private final List<String> said = new ArrayList<>();
  private final AtomicInteger readings = new AtomicInteger();
  private Tokenizer tokenizer;
  private TokenCache cache;

  @BeforeEach
  void open() {
    tokenizer = tokenizer("t", 257);
    cache = new TokenCache(temporary.resolve("tokens"), said::add);
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  private Tokenizer tokenizer(String name, int size) {
    Path directory = temporary.resolve(name);
    directory.toFile().mkdirs();
    BpeTrainer.train(
        Stream.of("yes yes yes yes"),
        new BpeTrainer.Options(size, 2, List.of("<|endoftext|>")),
        directory);
    return Tokenizer.open(directory);
  }

  /** Documents of some pieces, a half of which counts. */
  private Corpus corpus(int documents) {
    return () -> {
      readings.incrementAndGet();
      Random random = new Random(3);
      return IntStream.range(0, documents)
          .mapToObj(
              i ->
                  new Document(
                      List.of(
                          new Piece("q".repeat(random.nextInt(9)), i % 3 == 0),
                          new Piece("answer " + i, i % 5 > 0))));
    };
  }

  private static void assertSame(Tokenized one, Tokenized other) {
    assertThat(one.tokens()).isEqualTo(other.tokens());
    assertThat(one.documents()).isEqualTo(other.documents());
    assertThat(one.targets()).isEqualTo(other.targets());
    assertThat(one.bytes()).isEqualTo(other.bytes());
    assertThat(one.closed()).isEqualTo(other.closed());
    assertThat(one.masked()).isEqualTo(other.masked());
    int tokens = (int) one.tokens();
    int[] ids = new int[tokens];
    int[] others = new int[tokens];
    one.ids(0, tokens, ids);
    other.ids(0, tokens, others);
    assertThat(ids).isEqualTo(others);
    for (int i = 0; i < tokens; i++) {
      assertThat(one.counts(i)).isEqualTo(other.counts(i));
    }
    for (int i = 0; i < one.documents(); i++) {
      assertThat(one.start(i)).isEqualTo(other.start(i));
    }
  }

  private Path only() throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve("tokens"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  @Test
  void givesWhatEncodingIntoMemoryGivesAndEncodesOnce() {
    Tokenized memory = Tokenized.of(corpus(500), tokenizer);
    readings.set(0);
    assertSame(cache.of(corpus(500), "a", tokenizer), memory);
    assertSame(cache.of(corpus(500), "a", tokenizer), memory);
    assertThat(readings).hasValue(1);
    assertThat(said).isEmpty();
    assertThat(memory.masked()).isTrue();
  }

  @Test
  void textThatCountsThroughoutHasNoMask() {
    Corpus plain = () -> Stream.of(new Document("one"), new Document("two"));
    Tokenized text = cache.of(plain, "plain", tokenizer);
    assertSame(text, Tokenized.of(plain, tokenizer));
    assertThat(text.masked()).isFalse();
  }

  @Test
  void anotherIdentityAnotherTokenizerAreAnotherFile() {
    cache.of(corpus(5), "a", tokenizer);
    cache.of(corpus(5), "b", tokenizer);
    try (Tokenizer other = tokenizer("o", 259)) {
      cache.of(corpus(5), "a", other);
    }
    assertThat(readings).hasValue(3);
  }

  @Test
  void readsAcrossSegmentsAndBothWidths() throws IOException {
    try (Tokenizer wide = wide()) {
      for (Tokenizer one : List.of(tokenizer, wide)) {
        Path file = temporary.resolve(one.size() + ".tokens");
        bantam.data.WholeFile.write(file, channel -> TokenWriter.write(channel, corpus(300), one));
        Tokenized memory = Tokenized.of(corpus(300), one);
        assertSame(MappedTokenized.open(file, 7), memory);
        assertSame(MappedTokenized.open(file), memory);
      }
      assertThat(Files.size(temporary.resolve(wide.size() + ".tokens")))
          .isGreaterThan(Files.size(temporary.resolve("257.tokens")) * 3 / 2);
    }
  }

  /** The same tokenizer with one id that needs more than 16 bits. */
  private Tokenizer wide() throws IOException {
    Path directory = Files.createDirectories(temporary.resolve("wide"));
    String json = Files.readString(temporary.resolve("t/tokenizer.json"));
    String vocabulary = json.replaceFirst("\"a\"\\s*:\\s*[0-9]+", "\"a\": 70000");
    assertThat(vocabulary).isNotEqualTo(json);
    Files.writeString(directory.resolve("tokenizer.json"), vocabulary);
    return Tokenizer.open(directory);
  }

  @Test
  void makesADamagedFileAgainAndSaysSo() throws IOException {
    Tokenized memory = Tokenized.of(corpus(50), tokenizer);
    cache.of(corpus(50), "a", tokenizer);
    Path file = only();
    byte[] sound = Files.readAllBytes(file);
    for (int place = 0; place < sound.length; place += 7) {
      byte[] damaged = sound.clone();
      damaged[place] ^= 0x10;
      Files.write(file, damaged);
      assertSame(cache.of(corpus(50), "a", tokenizer), memory);
      assertThat(said).as("byte %d", place).hasSize(1);
      assertThat(said.get(0)).startsWith(file.toString()).endsWith("; it is made again");
      said.clear();
    }
    for (int length : new int[] {0, 5, TokenHeader.SIZE, sound.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(sound, length));
      assertSame(cache.of(corpus(50), "a", tokenizer), memory);
      assertThat(said).hasSize(1);
      said.clear();
    }
    assertThat(Files.readAllBytes(only())).isEqualTo(sound);
  }

  @Test
  void aTextThatIsBrokenLeavesNothingBehind() {
    Corpus broken =
        () ->
            Stream.of(1, 2)
                .map(
                    i -> {
                      if (i == 2) {
                        throw new InputException("x.txt:2: is broken");
                      }
                      return new Document("fine");
                    });
    assertThatThrownBy(() -> cache.of(broken, "a", tokenizer)).hasMessage("x.txt:2: is broken");
    assertThat(temporary.resolve("tokens")).isEmptyDirectory();
  }

  @Test
  void processesThatMakeTheSameFileAtTheSameTimeAgree() throws IOException {
    List<Tokenized> made =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> cache.of(corpus(400), "a", tokenizer))
            .toList();
    made.forEach(text -> assertSame(text, made.get(0)));
    assertThat(only()).isNotEmptyFile();
    assertThat(said).isEmpty();
  }
}
