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

  /** With some of the rows. */
  Load part(int from, int to) {
    List<Tree> some = rows.subList(from, to);
    return new Load(beginning, some, some.get(0).length());
  }
}
