package bantam.runners.evaluate;

import ai.djl.ndarray.NDManager;
import bantam.data.Corpus;
import bantam.data.Document;
import bantam.data.tokenize.Tokenizer;
import bantam.recipes.InputException;
import bantam.recipes.Key;
import bantam.results.Row;
import bantam.runners.StopSignal;
import bantam.runners.model.Attention;
import bantam.runners.model.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The share of heads that attend to the first token above all: those in which it gets more than
 * {@code threshold} of the attention, averaged over all T tokens of a sequence, α₁ = 1/T Σᵢ Aᵢ₁;
 * with a sliding window, tokens that do not see it count as 0.
 *
 * <p>A sequence is the beginning of a document, with what the tokenizer puts before it; documents
 * that are shorter are left out. Each is read by itself, and one layer's weights exist at a time.
 *
 * @see <a href="https://arxiv.org/abs/2410.10781">Gu et al. 2025, equation 7</a>: Sink with ε = 0.3
 *     and T = 64, on 100 sequences. Ours is the mean of the sequences' own, with its standard error
 */
final class AttentionSink implements TextProbe {
  /** The keys of {@code use: attention-sink}. */
  record Options(
      @Key(value = "tokens of a sequence", preset = "64", min = 2) int tokens,
      @Key(value = "sequences that are read at most", preset = "100", min = 1) int sequences,
      @Key(
              value = "attention to the first token above which a head counts",
              preset = "0.3",
              min = 0,
              max = 1)
          double threshold) {}

  /** Sequences that are read together. */
  private static final int ROWS = 8;

  private final Options options;

  AttentionSink(Options options) {
    this.options = options;
  }

  @Override
  public Probed look(String run, String text, Corpus corpus, Subject subject, StopSignal stop) {
    List<int[]> sequences = sequences(text, corpus, subject);
    Decoder decoder = subject.decoder();
    int heads = decoder.config().heads();
    double[] sums = new double[decoder.config().layers() * heads];
    int[] sinks = new int[sums.length];
    double[] shares = new double[sequences.size()];
    for (int from = 0; from < shares.length; from += ROWS) {
      stop.check();
      int[][] rows =
          sequences.subList(from, Math.min(shares.length, from + ROWS)).toArray(int[][]::new);
      float[] received = received(decoder, rows); // (layers, rows, heads)
      for (int i = 0; i < received.length; i++) {
        int row = i / heads % rows.length;
        int head = i / (heads * rows.length) * heads + i % heads;
        boolean sink = received[i] > options.threshold();
        sums[head] += received[i];
        sinks[head] += sink ? 1 : 0;
        shares[from + row] += sink ? 1.0 / sums.length : 0;
      }
    }
    return new Probed(
        rows(run, text, heads, sums, sinks, shares.length),
        score(run, text, Estimate.mean(shares)),
        subject.flops((long) shares.length * options.tokens(), 0));
  }

  private static float[] received(Decoder decoder, int[][] rows) {
    try (NDManager scope = decoder.engine().scope()) {
      return Attention.received(scope, decoder, rows, 0).toFloatArray();
    }
  }

  private List<int[]> sequences(String text, Corpus corpus, Subject subject) {
    if (options.tokens() > subject.limit()) {
      throw new InputException(
          "attention-sink: tokens is %d; the model reads %d"
              .formatted(options.tokens(), subject.limit()));
    }
    Tokenizer tokenizer = subject.tokenizer();
    try (Stream<Document> documents = corpus.documents()) {
      List<int[]> found =
          documents
              .map(document -> document.writtenBy(tokenizer.chatTemplate()))
              .map(document -> tokenizer.encode(document.text(), !document.marked()))
              .filter(ids -> ids.length >= options.tokens())
              .limit(options.sequences())
              .map(ids -> Arrays.copyOf(ids, options.tokens()))
              .toList();
      if (found.isEmpty()) {
        throw new InputException(
            "attention-sink: text %s has no document of %d tokens or more; take fewer tokens"
                .formatted(text, options.tokens()));
      }
      return found;
    }
  }

  private static List<Row.Head> rows(
      String run, String text, int heads, double[] sums, int[] sinks, int sequences) {
    List<Row.Head> rows = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      rows.add(
          new Row.Head(
              run,
              text,
              "attention-sink",
              i / heads,
              i % heads,
              sequences,
              sums[i] / sequences,
              (double) sinks[i] / sequences));
    }
    return rows;
  }

  private static Row.Score score(String run, String text, Estimate estimate) {
    return Scores.row(
        run,
        text,
        1,
        Pipelines.NONE,
        0,
        "attention_sink",
        estimate,
        "sd/sqrt(n)",
        false,
        OptionalDouble.empty());
  }
}
