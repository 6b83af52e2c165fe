package bantam.runners.evaluate;

import ai.djl.ndarray.NDArray;
import bantam.data.chat.ChatTemplate;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import bantam.recipes.Prompting;
import bantam.runners.adapt.Adapters;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.LowRank;
import bantam.runners.model.ModelConfig;
import bantam.runners.model.Parameters;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A model that is looked at and not trained, with its tokenizer, on its device. */
public final class Subject implements AutoCloseable {
  private final Path directory;
  private final Tokenizer tokenizer;
  private final Decoder decoder;

  private Subject(Path directory, Tokenizer tokenizer, Decoder decoder) {
    this.directory = directory;
    this.tokenizer = tokenizer;
    this.decoder = decoder;
  }

  /**
   * Loads a checkpoint directory.
   *
   * @param engine stays open when this is closed
   * @throws InputException if a file is missing or wrong, or the tokenizer has tokens that the
   *     model does not know
   */
  public static Subject open(Engine engine, Path directory) {
    Tokenizer tokenizer = Tokenizer.open(directory);
    try {
      Decoder decoder = Decoder.open(directory, engine);
      checkVocabulary(directory, tokenizer.size(), decoder.config().vocabulary());
      return new Subject(directory, tokenizer, decoder);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /**
   * Loads a checkpoint directory and puts an adapter on it.
   *
   * @throws InputException as {@link #open(Engine, Path)}, and for an adapter that is missing or
   *     wrong, or does not fit the model
   */
  public static Subject open(Engine engine, Path directory, Optional<Path> adapter) {
    Subject subject = open(engine, directory);
    try {
      adapter.ifPresent(path -> Adapters.load(path, subject.decoder));
      return subject;
    } catch (RuntimeException e) {
      subject.close();
      throw e;
    }
  }

  private static void checkVocabulary(Path directory, int tokens, int vocabulary) {
    if (tokens > vocabulary) {
      throw new InputException(
          ("%s: the tokenizer has %,d tokens and the model's vocab_size is %,d; they do not belong"
                  + " together: put the model's own tokenizer.json there")
              .formatted(directory, tokens, vocabulary));
    }
  }

  public Path directory() {
    return directory;
  }

  public Engine engine() {
    return decoder.engine();
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  public Decoder decoder() {
    return decoder;
  }

  /** Tokens that the model reads at once. */
  public int limit() {
    return decoder.config().maxPositions();
  }

  /**
   * The token that stands for an empty context: what the tokenizer puts before a text, else its
   * begin token, else its end token.
   */
  public int prefix() {
    return prefix(tokenizer);
  }

  /** The same of any tokenizer. */
  static int prefix(Tokenizer tokenizer) {
    int[] added = tokenizer.encode("", true);
    if (added.length > 0) {
      return added[0];
    }
    return tokenizer
        .bos()
        .orElseGet(
            () ->
                tokenizer
                    .eos()
                    .orElseThrow(
                        () ->
                            new InputException(
                                tokenizer.file()
                                    + ": names no begin or end token for an empty context; add"
                                    + " bos_token to the tokenizer_config.json beside it")));
  }

  /**
   * What writes prompts as chats, if an evaluation wants that.
   *
   * @throws InputException if it does, and the model has no chat template
   */
  Optional<ChatTemplate> chat(Prompting prompting) {
    if (!prompting.chat()) {
      return Optional.empty();
    }
    return Optional.of(
        tokenizer
            .chatTemplate()
            .orElseThrow(
                () ->
                    new InputException(
                        directory
                            + ": the model has no chat template; set chat: false or leave --chat"
                            + " out, or add chat_template to its tokenizer_config.json")));
  }

  /**
   * Checks that a token means the same to this model as to another one.
   *
   * @param why it has to
   * @throws InputException if it does not
   */
  public void requireTokensOf(Subject other, String why) {
    int wanted = other.decoder.config().vocabulary();
    int given = decoder.config().vocabulary();
    if (given != wanted) {
      throw new InputException(
          "%s: its vocab_size is %,d; that of %s is %,d, and %s"
              .formatted(directory, given, other.directory, wanted, why));
    }
    if (!tokenizer.sha256().equals(other.tokenizer.sha256())) {
      throw new InputException(
          "%s: its tokenizer.json is not that of %s; %s"
              .formatted(directory, other.directory, why));
    }
  }

  /**
   * Floating-point operations: two for each weight and token read, the head's only where a token is
   * predicted. Attention's products between tokens are left out.
   */
  public double flops(long read, long predicted) {
    return flops(decoder.config(), read, predicted);
  }

  /** The same of any model. */
  public static double flops(ModelConfig config, long read, long predicted) {
    double head = 2.0 * config.vocabulary() * config.hidden();
    return (Parameters.forwardFlops(config, 0) - head) * read + head * predicted;
  }

  /** Parameters, those of adapters included. */
  public long parameters() {
    return tensors().mapToLong(NDArray::size).sum();
  }

  /** Parameters that are not zero. */
  public long nonZero() {
    return tensors()
        .mapToLong(
            tensor -> {
              try (NDArray count =
                  engine().kernels().one(engine().manager(), "count_nonzero", tensor)) {
                return count.getLong();
              }
            })
        .sum();
  }

  private Stream<NDArray> tensors() {
    return Stream.concat(
        decoder.weights().values().stream(), LowRank.tensors(decoder.adapters().values()).stream());
  }

  @Override
  public void close() {
    decoder.close();
    tokenizer.close();
  }
}
