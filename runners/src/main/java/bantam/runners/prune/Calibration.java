package bantam.runners.prune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import bantam.runners.Progress;
import bantam.runners.StopSignal;
import bantam.runners.model.Decoder;
import bantam.runners.model.ModelConfig;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** The model to be pruned and the text that its structures are scored on. */
public final class Calibration {
  /** Tokens of a forward pass; a constant, because sums in another order round otherwise. */
  private static final int BATCH_TOKENS = 4096;

  private final Decoder decoder;
  private final int[][] sequences;
  private final long seed;
  private final Progress progress;
  private final StopSignal stop;

  /**
   * @param sequences (sequences, tokens), all equally long
   */
  Calibration(Decoder decoder, int[][] sequences, long seed, Progress progress, StopSignal stop) {
    this.decoder = decoder;
    this.sequences = sequences;
    this.seed = seed;
    this.progress = progress;
    this.stop = stop;
  }

  Decoder decoder() {
    return decoder;
  }

  ModelConfig config() {
    return decoder.config();
  }

  /** Of what is random in a criterion. */
  long seed() {
    return seed;
  }

  /** Tokens in all; none for a criterion that looks at none. */
  long tokens() {
    return Arrays.stream(sequences).mapToLong(sequence -> sequence.length).sum();
  }

  /** Sequences in all. */
  int sequences() {
    return sequences.length;
  }

  /** Tokens of a sequence. */
  int context() {
    return sequences[0].length;
  }

  /**
   * Goes through the sequences, some at a time.
   *
   * @param work is given a manager for what lives as long as the batch, and (batch, tokens) int64
   */
  void forEach(BiConsumer<NDManager, NDArray> work) {
    forEach(Math.max(1, BATCH_TOKENS / context()), work);
  }

  /**
   * Goes through the sequences.
   *
   * @param rows sequences at a time
   */
  void forEach(int rows, BiConsumer<NDManager, NDArray> work) {
    progress.begin("calibrating", sequences.length, "sequences");
    for (int from = 0; from < sequences.length; from += rows) {
      stop.check();
      int to = Math.min(sequences.length, from + rows);
      try (NDManager scope = decoder.engine().scope()) {
        work.accept(scope, Decoder.ids(scope, Arrays.copyOfRange(sequences, from, to)));
      }
      progress.at(to, "");
    }
    progress.end("");
  }
}
