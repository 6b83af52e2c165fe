package bantam.data.pack;

import bantam.data.Corpus;
import bantam.data.WholeFile;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Texts that were encoded once, in files named by a hash of what they came from. Several processes
 * may make the same file at the same time: each writes its own, and the last to rename wins with
 * the same content. Everything in the directory may be deleted; it is made again.
 *
 * @param directory made if it is not there
 * @param say told, in a line, when something in it is damaged, and what took long
 */
public record TokenCache(Path directory, Consumer<String> say) {
  /** Raised when the same corpus and tokenizer give other tokens or marks than before. */
  private static final int VERSION = 2;

  /** What a dead process left half-written is not touched before this, since it may live. */
  private static final Duration OLD = Duration.ofDays(1);

  private static final Duration LONG = Duration.ofSeconds(5);

  /**
   * The corpus as token ids, mapped from the disk.
   *
   * @param identity what decides the corpus's documents: equal for equal content only
   * @throws InputException if the text is broken, or the cache cannot be written
   */
  public Tokenized of(Corpus corpus, String identity, Tokenizer tokenizer) {
    Path file = file(identity, tokenizer, "tokens");
    try {
      return MappedTokenized.open(file);
    } catch (NoSuchFileException e) {
      return make(file, corpus, tokenizer);
    } catch (IOException e) {
      say.accept("%s: %s; it is made again".formatted(file, e.getMessage()));
      return make(file, corpus, tokenizer);
    }
  }

  /** Where something is kept that is made of a corpus's tokens, by its kind. */
  public Path file(String identity, Tokenizer tokenizer, String kind) {
    return directory.resolve(key(identity, tokenizer) + "." + kind);
  }

  private Tokenized make(Path file, Corpus corpus, Tokenizer tokenizer) {
    Instant start = Instant.now();
    try {
      Files.createDirectories(directory);
      sweep();
      WholeFile.write(file, channel -> TokenWriter.write(channel, corpus, tokenizer));
      Tokenized text = MappedTokenized.open(file);
      Duration took = Duration.between(start, Instant.now());
      if (took.compareTo(LONG) > 0) {
        say.accept(
            "%,d tokens made in %,d s; the next run takes them from %s"
                .formatted(text.tokens(), took.toSeconds(), file));
      }
      return text;
    } catch (IOException | UncheckedIOException e) {
      throw new InputException(
          "%s: the encoded text cannot be kept: %s; make room or mend the place of the runs"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private void sweep() throws IOException {
    Instant before = Instant.now().minus(OLD);
    List<Path> parts;
    try (Stream<Path> files = Files.list(directory)) {
      parts = files.filter(file -> file.toString().endsWith(".part")).toList();
    }
    for (Path part : parts) {
      // another process may finish or sweep it meanwhile
      if (part.toFile().exists() && part.toFile().lastModified() < before.toEpochMilli()) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static String key(String identity, Tokenizer tokenizer) {
    String all =
        "tokens %d\n%s\n%s\n%s\n%s"
            .formatted(
                VERSION, tokenizer.sha256(), Framing.of(tokenizer), tokenizer.chatText(), identity);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 40);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
