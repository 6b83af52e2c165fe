package bantam.runners.bench;

import bantam.data.tokenize.BpeTrainer;
import bantam.data.tokenize.CharacterBpe;
import bantam.data.tokenize.Tokenizer;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.results.runs.Machine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What training a tokenizer, and encoding with it, cost.
 *
 * @param bytes of the text
 * @param tokens of the vocabulary
 * @param trainSeconds reading the text and learning the merges
 * @param encodeBytes of the text that was encoded
 * @param encodeSeconds by all threads
 * @param encoded tokens of it
 * @param peakBytes largest resident memory of the process after training
 */
public record TokenizerBench(
    long bytes,
    int tokens,
    double trainSeconds,
    long encodeBytes,
    double encodeSeconds,
    long encoded,
    long peakBytes) {
  private static final int WORDS = 1 << 20;
  private static final int DOCUMENT = 4000;
  private static final String LETTERS = "etaoinshrdlucmfwypvbgkjqxz";

  /**
   * Trains on a generated text and encodes its first tenth.
   *
   * @param megabytes of text
   * @param characters whether it is of characters, not of bytes
   * @param directory for the tokenizer's files
   */
  public static TokenizerBench measure(
      int megabytes, int vocabulary, boolean characters, Path directory) {
    String[] words = words();
    long documents = ((long) megabytes << 20) / DOCUMENT;
    long begin = System.nanoTime();
    train(texts(words, documents), vocabulary, characters, directory);
    double trained = (System.nanoTime() - begin) / 1e9;
    long peak = Machine.peakMemory().orElse(0);
    List<String> some = texts(words, documents / 10).toList();
    try (Tokenizer tokenizer = Tokenizer.open(directory)) {
      long start = System.nanoTime();
      long encoded = tokenizer.encodeAll(some, false).stream().mapToLong(ids -> ids.length).sum();
      double seconds = (System.nanoTime() - start) / 1e9;
      long bytes = bytes(some.stream());
      return new TokenizerBench(
          bytes(texts(words, documents)), tokenizer.size(), trained, bytes, seconds, encoded, peak);
    }
  }

  private static void train(
      Stream<String> texts, int vocabulary, boolean characters, Path directory) {
    List<String> specials = List.of("<|endoftext|>");
    if (characters) {
      CharacterBpe.train(
          texts, new CharacterBpe.Options(vocabulary, 0.9995, 8192, 2, specials), directory);
    } else {
      BpeTrainer.train(texts, new BpeTrainer.Options(vocabulary, 2, specials), directory);
    }
  }

  /**
   * Words of syllables, the frequent ones short, in a number that English prose of the size does
   * not reach: a text that is hard on memory.
   */
  private static String[] words() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> syllables = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      StringBuilder syllable = new StringBuilder();
      for (int length = 1 + random.nextInt(3); length > 0; length--) {
        syllable.append(LETTERS.charAt(lower(random, LETTERS.length())));
      }
      syllables.add(syllable.toString());
    }
    String[] words = new String[WORDS];
    for (int i = 0; i < WORDS; i++) {
      int count = 1 + random.nextInt(2) + (int) (Math.log(i + 1) / Math.log(64));
      StringBuilder word = new StringBuilder();
      for (int k = 0; k < count; k++) {
        word.append(syllables.get(lower(random, syllables.size())));
      }
      words[i] = word.toString();
    }
    return words;
  }

  /** A number below a bound, small ones more often. */
  private static int lower(SplittableRandom random, int bound) {
    return (int) (bound * Math.pow(random.nextDouble(), 2));
  }

  /** Documents whose words have the frequencies of Zipf's law. */
  private static Stream<String> texts(String[] words, long documents) {
    return LongStream.range(0, documents).mapToObj(document -> text(words, document));
  }

  private static String text(String[] words, long document) {
    SplittableRandom random = new SplittableRandom(document);
    StringBuilder text = new StringBuilder(DOCUMENT + 100);
    while (text.length() < DOCUMENT) {
      int rank = (int) Math.exp(random.nextDouble() * Math.log(words.length));
      text.append(words[Math.min(words.length, rank) - 1]);
      text.append(random.nextInt(12) == 0 ? ". " : " ");
      if (random.nextInt(50) == 0) {
        text.append(random.nextInt(10_000)).append(' ');
      }
    }
    return text.toString();
  }

  private static long bytes(Stream<String> texts) {
    return texts.mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
  }

  /** As a row. */
  public Table table() {
    return Table.of(
            new Heading("text_bytes", "what the tokenizer was trained on", "B"),
            new Heading("tokens", "of the vocabulary", ""),
            new Heading("train_s", "reading the text and learning the merges", "s"),
            new Heading("train_mb_per_s", "text read", "MB/s"),
            new Heading("encode_mb_per_s", "by all threads", "MB/s"),
            new Heading("bytes_per_token", "of the encoded text", "B"),
            new Heading("peak_rss_bytes", "largest resident memory in training", "B"))
        .with(
            bytes,
            tokens,
            rounded(trainSeconds),
            rounded(bytes / 1e6 / trainSeconds),
            rounded(encodeBytes / 1e6 / encodeSeconds),
            rounded((double) encodeBytes / encoded),
            peakBytes);
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
