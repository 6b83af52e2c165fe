package bantam.runners.generate;

import java.util.ArrayList;
import java.util.List;

/**
 * Which completions grow together: neighbours, so that an interrupted run goes on with a whole
 * batch. Prompts of different length share a batch only where each could grow to the end alone as
 * well.
 */
final class GenerateBatches {
  /** Tokens of keys and values that a batch holds at most, unless one row needs more. */
  private static final int TOKENS = 16_384;

  private static final int ROWS = 64;

  private GenerateBatches() {}

  /**
   * @param limit tokens that the model reads
   */
  static List<List<Continuation>> of(List<Continuation> all, int maxTokens, int limit) {
    List<List<Continuation>> batches = new ArrayList<>();
    List<Continuation> batch = new ArrayList<>();
    for (Continuation next : all) {
      batch.add(next);
      if (batch.size() > 1 && !fits(batch, maxTokens, limit)) {
        batch.remove(batch.size() - 1);
        batches.add(batch);
        batch = new ArrayList<>(List.of(next));
      }
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private static boolean fits(List<Continuation> batch, int maxTokens, int limit) {
    int longest = batch.stream().mapToInt(Continuation::promptLength).max().orElseThrow();
    int shortest = batch.stream().mapToInt(Continuation::promptLength).min().orElseThrow();
    long whole = (long) longest + maxTokens;
    return batch.size() <= ROWS
        && batch.size() * Math.min(whole, limit) <= TOKENS
        && (whole <= limit || shortest == longest);
  }
}
