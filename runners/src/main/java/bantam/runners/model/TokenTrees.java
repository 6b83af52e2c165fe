package bantam.runners.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Rows that branch, as the engine takes them: their tokens one behind the other without padding,
 * which only attention needs.
 */
final class TokenTrees {
  /** Widths are multiples of it: libtorch on the CPU prepares for each new shape. */
  private static final int STEP = 16;

  private final List<TokenTree> rows;
  private final int tokens;
  private final int width;

  TokenTrees(List<TokenTree> rows) {
    this.rows = rows;
    tokens = rows.stream().mapToInt(TokenTree::length).sum();
    int longest = rows.stream().mapToInt(TokenTree::length).max().orElseThrow();
    width = rows.size() == 1 ? longest : (longest + STEP - 1) / STEP * STEP;
  }

  /** The largest of all positions. */
  int deepest() {
    int most = 0;
    for (TokenTree row : rows) {
      for (int i = 0; i < row.length(); i++) {
        most = Math.max(most, row.position(i));
      }
    }
    return most;
  }

  /**
   * The ids and positions (1, N) of all tokens; for each place of the padded rows (B, T) the last
   * one that goes on from it; and, empty where nothing is padded, for each place of the padded rows
   * (B*T) a token, and for each token (N) its place.
   */
  List<NDArray> arrays(NDManager into) {
    long[] ids = new long[tokens];
    long[] positions = new long[tokens];
    long[] slots = new long[tokens];
    long[] last = new long[rows.size() * width];
    long[] sources = new long[last.length];
    int token = 0;
    for (int row = 0; row < rows.size(); row++) {
      TokenTree tree = rows.get(row);
      int begin = row * width;
      for (int i = 0; i < tree.length(); i++) {
        ids[token] = tree.id(i);
        positions[token] = tree.position(i);
        slots[token] = (long) begin + i;
        last[begin + i] = tree.last(i);
        sources[begin + i] = token++;
      }
      // padding sees itself, lest its softmax has no term
      for (int i = tree.length(); i < width; i++) {
        last[begin + i] = i;
      }
    }
    boolean padded = tokens < last.length;
    return List.of(
        into.create(ids, new Shape(1, tokens)),
        into.create(positions, new Shape(1, tokens)),
        into.create(last, new Shape(rows.size(), width)),
        into.create(padded ? sources : new long[0]),
        into.create(padded ? slots : new long[0]));
  }
}
