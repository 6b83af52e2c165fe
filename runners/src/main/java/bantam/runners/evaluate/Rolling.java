package bantam.runners.evaluate;

import bantam.recipes.RecipeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a document into windows that predict each of its tokens once: the first window begins with
 * the prefix token, every other one predicts the tokens of a stride and reads as many before them
 * as make it full, so that each is predicted from {@code limit - stride + 1} tokens or more.
 *
 * @param limit tokens that the model reads at once, at least 1
 * @param stride tokens that a window but the first predicts, from 1 to {@code limit}
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a> at
 *     4e7e0d47, {@code lm_eval/utils.py}: {@code get_rolling_token_windows} with {@code
 *     context_len=1}, then {@code make_disjoint_window}: the windows of {@code stride = limit}
 * @see <a href="https://huggingface.co/docs/transformers/perplexity">transformers, Perplexity of
 *     fixed-length models</a> for the stride. Ours differs in that the first token of a text is
 *     scored, too, behind the prefix token, so that no byte goes without a score, and that the last
 *     window is full
 */
record Rolling(int limit, int stride) {
  /** With as little overlap as can be. */
  Rolling(int limit) {
    this(limit, limit);
  }

  /**
   * @param stride 0 for the limit
   * @throws RecipeException if it is larger than the limit: tokens would be left out
   */
  static Rolling of(int limit, int stride) {
    if (stride > limit) {
      throw new RecipeException(
          "stride is %d; it must be at most the context, which is %d".formatted(stride, limit));
    }
    return new Rolling(limit, stride == 0 ? limit : stride);
  }

  /**
   * @param ids the document, without BOS or EOS
   */
  List<Pair> windows(int[] ids, int prefix) {
    List<Pair> windows = new ArrayList<>();
    int done = Math.min(limit, ids.length);
    if (done > 0) {
      windows.add(Pair.of(new int[] {prefix}, Arrays.copyOf(ids, done)));
    }
    while (done < ids.length) {
      int end = Math.min(done + stride, ids.length);
      // read so far back that the window is full: a short last one would lack context
      windows.add(
          Pair.of(
              Arrays.copyOfRange(ids, end - limit - 1, done), Arrays.copyOfRange(ids, done, end)));
      done = end;
    }
    return windows;
  }
}
