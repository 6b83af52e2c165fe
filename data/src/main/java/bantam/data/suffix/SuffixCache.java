package bantam.data.suffix;

import bantam.data.Corpus;
import bantam.data.pack.TokenCache;
import bantam.data.pack.Tokenized;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * ∞-gram models of corpora that were sorted once: the order of the suffixes lies beside the tokens.
 * Sorting takes about half a second for a million tokens, reading less than a hundredth of that.
 *
 * @param tokens where corpora are encoded once
 */
public record SuffixCache(TokenCache tokens) {
  /** Bytes that a token takes while suffixes are sorted, measured. */
  private static final int SORTING = 22;

  private static final long MB = 1 << 20;

  private static final Duration LONG = Duration.ofSeconds(5);

  /**
   * The model of a corpus.
   *
   * @param identity what decides the corpus's documents: equal for equal content only
   * @param vocabulary ids that the tokenizer's model knows
   * @throws InputException if the text is broken or has no tokens, memory does not suffice for it,
   *     or the cache cannot be written
   */
  public InfiniGram of(Corpus corpus, String identity, Tokenizer tokenizer, int vocabulary) {
    Tokenized encoded = tokens.of(corpus, identity, tokenizer);
    requireMemory(encoded.tokens(), Runtime.getRuntime().maxMemory());
    int[] text = InfiniGram.text(encoded, vocabulary);
    Path file = tokens.file(identity, tokenizer, "suffixes");
    return new InfiniGram(new SuffixArray(text, order(file, text, vocabulary)), vocabulary);
  }

  static void requireMemory(long size, long memory) {
    long needed = SORTING * size;
    if (needed > memory) {
      throw new InputException(
          ("a corpus of %,d tokens takes %,d MB while its suffixes are sorted, and Java may take"
                  + " %,d MB: take a part of it, or set BANTAM_JAVA_OPTS=-Xmx%dg")
              .formatted(size, needed / MB, memory / MB, 1 + needed * 5 / 4 / 1024 / MB));
    }
  }

  private int[] order(Path file, int[] text, int vocabulary) {
    try {
      return OrderFile.read(file, text);
    } catch (NoSuchFileException e) {
      return make(file, text, vocabulary);
    } catch (IOException e) {
      tokens.say().accept("%s: %s; it is made again".formatted(file, e.getMessage()));
      return make(file, text, vocabulary);
    }
  }

  private int[] make(Path file, int[] text, int vocabulary) {
    Instant start = Instant.now();
    int[] order = InducedSorting.sort(text, vocabulary + 1);
    try {
      OrderFile.write(file, text, order);
    } catch (IOException e) {
      throw new InputException(
          "%s: the sorted text cannot be kept: %s; make room or mend the place of the runs"
              .formatted(file, e.getMessage()),
          e);
    }
    Duration took = Duration.between(start, Instant.now());
    if (took.compareTo(LONG) > 0) {
      tokens
          .say()
          .accept(
              "%,d suffixes sorted in %,d s; the next run takes them from %s"
                  .formatted(order.length, took.toSeconds(), file));
    }
    return order;
  }
}
