package bantam.runners.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which completions grow together: neighbours, so that an interrupted run goes on with a whole
 * batch. Prompts of different length share a batch only where each could grow to the end alone as
 * well.
 */
public final class GenerateBatches {
  /** Tokens of keys and values that a batch holds at most, unless one row needs more. */
  private static final int TOKENS = 16_384;

  private static final int ROWS = 64;

  private GenerateBatches() {}

  /**
   * @param limit tokens that the model reads
   */
  static List<List<Continuation>> of(List<Continuation> all, int maxTokens, int limit) {
    int[] lengths = all.stream().mapToInt(Continuation::promptLength).toArray();
    List<List<Continuation>> batches = new ArrayList<>();
    int from = 0;
    for (int end : ends(lengths, maxTokens, limit)) {
      batches.add(all.subList(from, end));
      from = end;
    }
    return batches;
  }

  /**
   * The same of prompts of which only the lengths are known.
   *
   * @param lengths tokens of each prompt
   * @param maxTokens that each may grow by
   * @param limit tokens that the model reads
   * @return the place behind each batch's last prompt, in order
   */
  public static List<Integer> ends(int[] lengths, int maxTokens, int limit) {
    List<Integer> ends = new ArrayList<>();
    int from = 0;
    for (int next = 1; next < lengths.length; next++) {
      if (!fits(Arrays.copyOfRange(lengths, from, next + 1), maxTokens, limit)) {
        ends.add(next);
        from = next;
      }
    }
    if (lengths.length > 0) {
      ends.add(lengths.length);
    }
    return ends;
  }

  private static boolean fits(int[] lengths, int maxTokens, int limit) {
    int longest = Arrays.stream(lengths).max().orElseThrow();
    int shortest = Arrays.stream(lengths).min().orElseThrow();
    long whole = (long) longest + maxTokens;
    return lengths.length <= ROWS
        && lengths.length * Math.min(whole, limit) <= TOKENS
        && (whole <= limit || shortest == longest);
  }
}
