package bantam.runners.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import bantam.runners.model.TokenTree;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeTest {
  private static final List<Pair> PAIRS =
      List.of(
          Pair.of(new int[] {1, 2, 3}, new int[] {7, 8, 9}),
          Pair.of(new int[] {1, 2, 3}, new int[] {4, 5, 6}),
          Pair.of(new int[] {1, 2, 3}, new int[] {4, 5, 9}),
          Pair.of(new int[] {1, 2, 3}, new int[] {4, 6, 9}),
          Pair.of(new int[] {1, 2, 3}, new int[] {4}));

  @Test
  void readsWhatSomeChoicesBeginWithOnce() {
    Tree tree = Tree.of(PAIRS, List.of(0, 1, 2, 3, 4), 0);
    TokenTree tokens = tree.tokens();
    // 1 2 3, then 4 with 5 or 6 behind it, then 7 8; last tokens are not read
    assertThat(numbers(tokens.length(), tokens::id)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(tree.plain()).isFalse();
    for (Tree.Path path : tree.paths()) {
      Pair pair = PAIRS.get(path.request());
      int[] read = pair.input();
      for (int i = 0; i < path.scored(); i++) {
        assertThat(tokens.id(path.place(i))).isEqualTo(read[pair.first() + i]);
        assertThat(path.target(i)).isEqualTo(pair.continuation()[i]);
      }
    }
  }

  @Test
  void leavesOutWhatStandsBefore() {
    Tree tree = Tree.of(PAIRS, List.of(1, 2), 2);
    assertThat(numbers(tree.length(), tree.tokens()::id)).containsExactly(3, 4, 5);
    assertThat(tree.plain()).isTrue();
    assertThat(tree.ids(5)).containsExactly(3, 4, 5, 0, 0);
    assertThat(tree.paths().get(0).place(0)).isZero();
  }

  private static List<Integer> numbers(int count, IntUnaryOperator at) {
    return IntStream.range(0, count).map(at).boxed().toList();
  }
}
