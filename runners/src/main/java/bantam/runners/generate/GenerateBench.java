package bantam.runners.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import bantam.recipes.Common;
import bantam.results.Table;
import bantam.results.Table.Heading;
import bantam.runners.StopSignal;
import bantam.runners.engine.Engine;
import bantam.runners.model.Decoder;
import bantam.runners.model.Llama;
import bantam.runners.model.Parameters;
import bantam.runners.model.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How fast a model of 14 million parameters and random weights writes greedily, against the
 * memory's speed: at batch 1 every weight is read for each token, so the bound is the bytes that
 * the memory moves a second by the bytes of the weights.
 *
 * @param batch rows that grow together
 * @param tokensPerSecond of all rows, the best round
 * @param copyBytesPerSecond read and written by copies of a large tensor between the rounds, the
 *     best
 * @param weightBytes that a token reads
 */
public record GenerateBench(
    int batch, double tokensPerSecond, double copyBytesPerSecond, long weightBytes) {
  private static final int PROMPT = 16;
  private static final int ROUNDS = 8;
  private static final long COPIED = 1L << 26; // floats, 256 MB
  private static final Llama SHAPE = new Llama(384, 6, 6, 0, 1024, 0, true, 10000, 2048, 1e-5);

  /**
   * Measures batches of 1 and 16.
   *
   * @param tokens that each row writes
   */
  public static List<GenerateBench> measure(Common common, int tokens) {
    try (Engine engine = Engine.start(common);
        Decoder decoder =
            Decoder.random(
                SHAPE.config(new Tokens(8192, OptionalInt.empty(), List.of())), engine, 1)) {
      decoder.freeze();
      long bytes = Parameters.count(decoder.config()) * engine.dtype().bytes();
      return IntStream.of(1, 16).mapToObj(batch -> time(decoder, batch, tokens, bytes)).toList();
    }
  }

  private static GenerateBench time(Decoder decoder, int batch, int tokens, long bytes) {
    Ends ends = Ends.of(Set.of(), tokens, decoder.config().maxPositions());
    Generator generator =
        new Generator(Ensemble.of(decoder), Sampling.GREEDY, ends, new StopSignal());
    int[] prompt = new int[PROMPT];
    Arrays.setAll(prompt, i -> i * 31 % 8192);
    double best = 0;
    double copied = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Continuation> rows =
          IntStream.range(0, batch).mapToObj(row -> new Continuation(1, row, 0, prompt)).toList();
      long start = System.nanoTime();
      generator.complete(rows);
      best = Math.max(best, (double) batch * tokens / (System.nanoTime() - start) * 1e9);
      copied = Math.max(copied, copy(decoder.engine()));
    }
    return new GenerateBench(batch, best, copied, bytes);
  }

  private static double copy(Engine engine) {
    try (NDManager scope = engine.scope()) {
      NDArray from = scope.ones(new Shape(COPIED));
      NDArray to = scope.zeros(new Shape(COPIED));
      double best = Double.MAX_VALUE;
      for (int i = 0; i < 4; i++) {
        long start = System.nanoTime();
        engine.kernels().run("assign", to, from);
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
      return 8.0 * COPIED / best;
    }
  }

  /** A row for each batch. */
  public static Table table(List<GenerateBench> all) {
    Table table =
        Table.of(
            new Heading("batch", "rows that grow together", ""),
            new Heading("tokens_per_s", "of all rows", "tokens/s"),
            new Heading("copy_gb_per_s", "read and written by a copy", "GB/s"),
            new Heading("bound_tokens_per_s", "a row's, if weights were all", "tokens/s"),
            new Heading("ratio", "of a row's speed to the bound", ""),
            new Heading("against_batch_1", "tokens_per_s to those of batch 1", ""));
    for (GenerateBench one : all) {
      double bound = one.copyBytesPerSecond / one.weightBytes;
      table =
          table.with(
              one.batch,
              Math.round(one.tokensPerSecond),
              rounded(one.copyBytesPerSecond / 1e9),
              Math.round(bound),
              rounded(one.tokensPerSecond / one.batch / bound),
              rounded(one.tokensPerSecond / all.get(0).tokensPerSecond));
    }
    return table;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
