package bantam.data.tokenize;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import bantam.data.chat.ChatTemplate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * A Hugging Face tokenizer, encoding through DJL's build of their Rust library. It never truncates
 * and never pads, whatever its file asks for.
 *
 * <p>It calls the library below DJL's {@code HuggingFaceTokenizer}, which fetches seven arrays per
 * text where we need the ids, may change the text's case by the machine's locale, and, on some
 * hosts, reports its use over the network. Safe for use by several threads until it is closed.
 */
public final class Tokenizer implements AutoCloseable {
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  private final TokenizerFiles files;
  private final long handle;
  private final AtomicReference<Optional<ChatTemplate>> chatTemplate = new AtomicReference<>();
  private boolean closed;

  private Tokenizer(TokenizerFiles files, long handle) {
    this.files = files;
    this.handle = handle;
  }

  /**
   * Opens a tokenizer.
   *
   * @param fileOrDirectory a {@code tokenizer.json}, or the directory that holds one; the begin and
   *     end tokens come from {@code tokenizer_config.json}, {@code special_tokens_map.json}, {@code
   *     generation_config.json} or {@code config.json} beside it, else from its usual names
   * @throws bantam.recipes.InputException if a file is missing or not sound
   */
  public static Tokenizer open(Path fileOrDirectory) {
    TokenizerFiles files = TokenizerFiles.read(fileOrDirectory);
    Native.load();
    Tokenizer asGiven = of(files);
    try {
      Marks marks = Marks.of(asGiven.encode("a", true), asGiven.encode("a", false));
      Marks wanted = marks.heeding(files);
      if (wanted.equals(marks)) {
        return asGiven;
      }
      Tokenizer heeding = of(files.with(wanted.into(files)));
      asGiven.close();
      return heeding;
    } catch (RuntimeException e) {
      asGiven.close();
      throw e;
    }
  }

  private static Tokenizer of(TokenizerFiles files) {
    try {
      long handle = TokenizersLibrary.LIB.createTokenizerFromString(files.json());
      TokenizersLibrary.LIB.disableTruncation(handle);
      TokenizersLibrary.LIB.disablePadding(handle);
      return new Tokenizer(files, handle);
    } catch (RuntimeException e) {
      throw TokenizerFiles.wrong(files.file(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * The token ids of a text.
   *
   * @param text lone surrogates, which no encoding knows, count as U+FFFD
   * @param specials whether the tokenizer may add its own tokens, such as a begin token
   */
  public int[] encode(String text, boolean specials) {
    checkOpen();
    long encoding = TokenizersLibrary.LIB.encode(handle, wellFormed(text), specials);
    try {
      return LongStream.of(TokenizersLibrary.LIB.getTokenIds(encoding))
          .mapToInt(Math::toIntExact)
          .toArray();
    } finally {
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
  }

  /** {@link #encode}, with the places. */
  public Encoded encodeWithEnds(String text, boolean specials) {
    checkOpen();
    long encoding = TokenizersLibrary.LIB.encode(handle, wellFormed(text), specials);
    try {
      long[] ids = TokenizersLibrary.LIB.getTokenIds(encoding);
      CharSpan[] spans = TokenizersLibrary.LIB.getTokenCharSpans(encoding);
      return new Encoded(
          LongStream.of(ids).mapToInt(Math::toIntExact).toArray(),
          Arrays.stream(spans).mapToInt(span -> span == null ? -1 : span.getEnd()).toArray());
    } finally {
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
  }

  /** {@link #encode} of many texts in parallel; the results in the order of the texts. */
  public List<int[]> encodeAll(List<String> texts, boolean specials) {
    return texts.parallelStream().map(text -> encode(text, specials)).toList();
  }

  /**
   * The text of token ids.
   *
   * @param skipSpecials whether tokens that are marked as special give no text
   */
  public String decode(int[] ids, boolean skipSpecials) {
    checkOpen();
    for (int id : ids) {
      piece(id);
    }
    return TokenizersLibrary.LIB.decode(
        handle, Arrays.stream(ids).asLongStream().toArray(), skipSpecials);
  }

  /** One more than the largest id: the rows that a model's embedding needs at least. */
  public int size() {
    return files.pieces().size();
  }

  /** The token that begins a text. */
  public OptionalInt bos() {
    return files.bos();
  }

  /** The token that ends a text. */
  public OptionalInt eos() {
    return files.eos();
  }

  /** A token as the vocabulary writes it, so with {@code Ġ} or {@code ▁} for a space. */
  public String piece(int id) {
    if (id < 0 || id >= size()) {
      throw new IllegalArgumentException(
          "token id %d is not in [0, %d) of %s".formatted(id, size(), files.file()));
    }
    return files.pieces().get(id);
  }

  /**
   * The chat template that its files bring.
   *
   * @throws bantam.recipes.InputException if it holds what is not rendered exactly
   */
  public Optional<ChatTemplate> chatTemplate() {
    Optional<ChatTemplate> known = chatTemplate.get();
    if (known == null) {
      known = files.config().chatTemplate();
      chatTemplate.set(known);
    }
    return known;
  }

  /** What decides how it writes conversations; empty without a chat template. */
  public String chatText() {
    return files.config().chatText();
  }

  /** The file it was read from. */
  public Path file() {
    return files.file();
  }

  /**
   * The sha256 of {@code tokenizer.json} as its configuration wants it, in hex: equal for equal
   * ids.
   */
  public String sha256() {
    try {
      byte[] bytes = files.json().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Frees the native tokenizer; no other call may be under way or follow. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      TokenizersLibrary.LIB.deleteTokenizer(handle);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the tokenizer is closed: " + files.file());
    }
  }

  private static String wellFormed(String text) {
    // Java's regular expressions see code points, so that only unpaired surrogates match.
    return LONE_SURROGATE.matcher(text).replaceAll("\uFFFD");
  }

  /** Loads the native library once, and only when a tokenizer is opened. */
  private static final class Native {
    static void load() {
      LibUtils.checkStatus();
    }

    static {
      // Without it DJL probes for a CUDA driver and warns where there is none.
      if (System.getenv("RUST_FLAVOR") == null && System.getProperty("RUST_FLAVOR") == null) {
        System.setProperty("RUST_FLAVOR", "cpu");
      }
    }
  }
}
