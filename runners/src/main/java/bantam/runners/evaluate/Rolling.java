package bantam.runners.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a document into windows that predict each of its tokens once: the first window begins with
 * the prefix token, the others with the token before theirs, and the last keeps a full context.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/utils.py}: {@code get_rolling_token_windows} with {@code
 *     context_len=1}, then {@code make_disjoint_window}
 */
final class Rolling {
  private Rolling() {}

  /**
   * @param ids the document, without BOS or EOS
   * @param limit tokens that the model reads at once, at least 1
   */
  static List<Pair> windows(int[] ids, int prefix, int limit) {
    List<Pair> windows = new ArrayList<>();
    int done = Math.min(limit, ids.length);
    if (done > 0) {
      windows.add(Pair.of(new int[] {prefix}, Arrays.copyOf(ids, done)));
    }
    while (done < ids.length) {
      int predicted = Math.min(limit, ids.length - done);
      int end = done + predicted;
      // read so far back that the window is full: a short last one would lack context
      windows.add(
          Pair.of(
              Arrays.copyOfRange(ids, end - limit - 1, done), Arrays.copyOfRange(ids, done, end)));
      done = end;
    }
    return windows;
  }
}
