package bantam.data.suffix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.pack.TokenCache;
import bantam.data.tokenize.BpeTrainer;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuffixCacheTest {
  private static final int VOCABULARY = 300;

  @TempDir Path temporary;
  private final List<String> said = new ArrayList<>();
  private final AtomicInteger readings = new AtomicInteger();
  private Tokenizer tokenizer;
  private SuffixCache cache;

  @BeforeEach
  void open() {
    BpeTrainer.train(
        Stream.of("abc"), new BpeTrainer.Options(257, 2, List.of("<|endoftext|>")), temporary);
    tokenizer = Tokenizer.open(temporary);
    cache = new SuffixCache(new TokenCache(temporary.resolve("tokens"), said::add));
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  private Corpus corpus(String... texts) {
    return () -> {
      readings.incrementAndGet();
      return Arrays.stream(texts).map(Document::new);
    };
  }

  private Context read(InfiniGram model, String text) {
    Context context = model.context();
    Arrays.stream(tokenizer.encode(text, false)).forEach(context::add);
    return context;
  }

  private int id(String letter) {
    return tokenizer.encode(letter, false)[0];
  }

  /** The end token stands before each document and behind the last. */
  @Test
  void countsNothingAcrossDocuments() {
    InfiniGram model = cache.of(corpus("abab", "cab"), "one", tokenizer, VOCABULARY);
    int end = tokenizer.eos().orElseThrow();
    assertThat(read(model, "ab").times()).isEqualTo(3);
    assertThat(read(model, "ab").follows(end)).isEqualTo(2);
    assertThat(read(model, "ab").follows(id("a"))).isEqualTo(1);
    // "b", the end, "c" stand in a row, but not in one document
    Context context = read(model, "b");
    context.add(end);
    assertThat(context.length()).isEqualTo(1);
    assertThat(context.follows(id("a"))).isEqualTo(1);
    assertThat(context.follows(id("c"))).isEqualTo(1);
    // 4 + 3 tokens, each with the end token on both sides, and the ends of documents
    assertThat(model.size()).isEqualTo(6 + 5 + 2);
  }

  @Test
  void sortsTheSameTextOnceAndMakesWhatIsDamagedAgain() throws IOException {
    assertThat(read(cache.of(corpus("abab"), "one", tokenizer, VOCABULARY), "a").times())
        .isEqualTo(2);
    assertThat(read(cache.of(corpus("abab"), "one", tokenizer, VOCABULARY), "a").times())
        .isEqualTo(2);
    assertThat(readings).hasValue(1);
    assertThat(said).isEmpty();
    Path file;
    try (Stream<Path> files = Files.list(temporary.resolve("tokens"))) {
      file = files.filter(one -> one.toString().endsWith(".suffixes")).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {0, 8, 16, 24, whole.length - 4}) {
      byte[] broken = whole.clone();
      broken[at] ^= 1;
      Files.write(file, broken);
      cache.of(corpus("abab"), "one", tokenizer, VOCABULARY);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
    Files.write(file, Arrays.copyOf(whole, 7));
    cache.of(corpus("abab"), "one", tokenizer, VOCABULARY);
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    assertThat(said).hasSize(6).allMatch(line -> line.endsWith("; it is made again"));
    Files.delete(file);
    cache.of(corpus("abab"), "one", tokenizer, VOCABULARY);
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void saysWhatMemoryItNeeds() {
    SuffixCache.requireMemory(1_000_000, 22_000_000);
    assertThatThrownBy(() -> SuffixCache.requireMemory(100_000_000, 1L << 30))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "a corpus of 100,000,000 tokens takes 2,098 MB while its suffixes are sorted, and Java"
                + " may take 1,024 MB: take a part of it, or set BANTAM_JAVA_OPTS=-Xmx3g");
  }
}
