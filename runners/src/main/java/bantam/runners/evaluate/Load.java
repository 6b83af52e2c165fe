package bantam.runners.evaluate;

import bantam.runners.evaluate.Tree.Path;
import java.util.List;

/**
 * One forward pass of a scorer.
 *
 * @param beginning tokens that every row has before it and that are read once for all loads with
 *     the same; empty for none
 * @param rows the longest first
 * @param length of the longest row, or where they are plain of each of them with its padding
 */
record Load(List<Integer> beginning, List<Tree> rows, int length) {
  Load {
    beginning = List.copyOf(beginning);
    rows = List.copyOf(rows);
  }

  /** Whether no row branches and none has a beginning. */
  boolean plain() {
    return beginning.isEmpty() && rows.stream().allMatch(Tree::plain);
  }

  /** Its requests, row by row. */
  List<Path> paths() {
    return rows.stream().flatMap(row -> row.paths().stream()).toList();
  }

  /** Tokens that are scored. */
  int scored() {
    return paths().stream().mapToInt(Path::scored).sum();
  }

  /**
   * The same in parts: two halves of the rows, or the requests of its only row one by one; a single
   * request has none.
   */
  List<Load> parts() {
    int half = rows.size() / 2;
    if (half > 0) {
      return List.of(part(rows.subList(0, half)), part(rows.subList(half, rows.size())));
    }
    List<Tree> each = rows.get(0).each(beginning.size());
    return each.size() == 1 ? List.of() : each.stream().map(row -> part(List.of(row))).toList();
  }

  private Load part(List<Tree> some) {
    return new Load(beginning, some, some.get(0).length());
  }
}
